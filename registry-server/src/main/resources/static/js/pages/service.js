// @ts-check
/** One service: how it stands, its instances, who watches it, and what happened. */

import { getJson, servicePath } from '../api.js';
import { concernOf } from '../attention.js';
import { h, setText } from '../dom.js';
import { Events } from './events.js';
import { count, plural, timeOfDay } from '../format.js';
import { InstancesPanel } from '../instances-panel.js';
import { here, href, hrefWith, serviceHref } from '../route.js';
import { Poll } from '../poll.js';
import { Bar, IN_WORDS, mark, word } from '../status.js';
import { WatchersPanel } from '../watchers-panel.js';

const PERIOD_MILLIS = 5_000;
/** @type {[string, string][]} */
const TABS = [['', 'Instances'], ['watchers', 'Subscribers'], ['events', 'Events']];

export class ServicePage {
  title = 'Service';
  fills = true;
  #app;
  #name = '';
  #tab = '';
  /** @type {Poll<{zones: Record<string, number>, routable: number, protection: import('../protections.js').Protection}>} */
  #view;
  #sentence = h('p', { class: 'service-sentence' });
  #bar = new Bar();
  #counts = h('ul', { class: 'words' });
  #zones = h('p', { class: 'beside zone-links' });
  #protected = h('b');
  #protectedWhy = h('span');
  #protection = h('div', { class: 'notice warn', hidden: true }, h('p', {}, this.#protected, this.#protectedWhy));
  #tabs = h('nav', { class: 'tabs', 'aria-label': 'Of this service' });
  #content = h('div', { class: 'tab' });
  /** @type {import('../app.js').Page | InstancesPanel | WatchersPanel | null} */
  #panel = null;
  #shownZones = '';
  element;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.#app = app;
    this.#view = new Poll(() => getJson(servicePath(this.#name)), PERIOD_MILLIS, () => this.#draw());
    this.element = h(
      'div',
      { class: 'service-page' },
      h('section', { class: 'card service-head', 'aria-label': 'How it stands' }, this.#sentence, this.#bar.element, this.#counts, this.#zones),
      this.#protection,
      this.#tabs,
      this.#content,
    );
  }

  /** @param {import('../route.js').Route} route */
  show(route) {
    const [name = '', tab = ''] = route.rest;
    if (name !== this.#name || tab !== this.#tab || this.#panel === null) {
      this.#view.stop();
      if (name !== this.#name) {
        this.#view.value = null;
      }
      this.#leavePanel();
      this.#name = name;
      this.#tab = tab;
      this.title = name;
      this.#panel = tab === 'watchers' ? new WatchersPanel(name) : tab === 'events' ? new Events(this.#app, name) : new InstancesPanel(this.#app);
      this.#content.replaceChildren(this.#panel.element);
      this.#showTabs();
      this.#view.start();
    }
    this.#panel.show(route, name);
    this.#draw();
  }

  /** @param {import('../store.js').Changes | null} changes */
  update(changes) {
    this.#panel?.update(changes);
    if (!changes || changes.services.has(this.#name)) {
      this.#view.within(1_000);
      this.#draw();
    }
  }

  tick() {
    if (this.#panel && 'tick' in this.#panel) {
      this.#panel.tick?.();
    }
  }

  leave() {
    this.#view.stop();
    this.#leavePanel();
    this.#panel = null;
  }

  #leavePanel() {
    if (this.#panel && 'leave' in this.#panel) {
      this.#panel.leave?.();
    }
  }

  #showTabs() {
    const links = TABS.map(([tab, title]) => h('a', { href: serviceHref(this.#name, tab), 'aria-current': tab === this.#tab ? 'page' : null }, title));
    this.#tabs.replaceChildren(...links, h('a', { href: href(['ring', this.#name]) }, 'Ring'));
  }

  #draw() {
    const service = this.#app.store.services.get(this.#name);
    const tally = service?.tally;
    const view = this.#view.value;
    if (!service || !tally) {
      setText(this.#sentence, `The registry has never heard of “${this.#name}”. It appears here by itself when its first instance registers.`);
      this.#bar.element.setAttribute('hidden', '');
      this.#counts.replaceChildren();
      return;
    }
    this.#bar.element.removeAttribute('hidden');
    const concern = concernOf(service);
    const routable = plural(service.routable, 'instance');
    const can = service.routable === 0 ? 'Nobody can be called' : `${routable} of ${count(tally.listed)} can be called`;
    setText(this.#sentence, concern && service.routable > 0 ? `${can}. ${concern.sentence}.` : `${can}.`);
    this.#bar.show(tally.byStatus);
    const words = IN_WORDS.filter((status) => tally.byStatus[status] > 0 || status === 'UP');
    const shown = words.map((status) => `${status}${tally.byStatus[status]}`).join();
    if (this.#counts.dataset.shown !== shown) {
      this.#counts.dataset.shown = shown;
      this.#counts.replaceChildren(...words.map((status) => h('li', {}, mark(status), h('b', {}, count(tally.byStatus[status])), word(status))));
    }
    this.#showZones(view?.zones ?? {});
    const protection = view?.protection;
    this.#protection.hidden = !protection?.on;
    if (protection?.on) {
      const since = protection.since ? ` since ${timeOfDay(Date.parse(protection.since))}` : '';
      setText(this.#protected, `Protected${since}. `);
      setText(this.#protectedWhy, `${protection.why}. ${plural(protection.kept, 'instance')} would have left without it. It ends when ${protection.endsWhen ?? 'they are heard of again'}.`);
    }
  }

  /** @param {Record<string, number>} zones */
  #showZones(zones) {
    const shown = JSON.stringify(zones) + this.#tab;
    if (shown !== this.#shownZones) {
      this.#shownZones = shown;
      const route = { ...here(), rest: [this.#name] };
      const links = Object.entries(zones).map(([zone, number]) => h('a', { href: hrefWith(route, { q: `zone:"${zone}"`, open: null }) }, `${zone} ${count(number)}`));
      this.#zones.hidden = links.length === 0;
      this.#zones.replaceChildren(...links);
    }
  }
}
