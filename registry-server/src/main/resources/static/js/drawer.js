// @ts-check
/** One instance, beside whatever page is open: what is said and seen of it, whether callers may choose it, and why. */

import { ActionBar } from './actions.js';
import { ApiError, getJson, instancePath, servicePath } from './api.js';
import { Sparkline } from './charts.js';
import { h, icon, setText } from './dom.js';
import { DrainProgress } from './drain-progress.js';
import { EventList } from './event-list.js';
import { count, decimal, timeOfDay, until } from './format.js';
import { go, here, href, hrefWith, ofKey, serviceHref } from './route.js';
import { statusOf } from './service.js';
import { instanceFacts } from './instance-facts.js';
import { mark, setMark, statusLabel, word } from './status.js';
import { Poll } from './poll.js';

/** @typedef {import('./service.js').Instance} Instance */

const LOADS_KEPT = 60;

export class Drawer {
  #app;
  #root;
  #key = '';
  /** What had the focus before. @type {Element | null} */
  #back = null;
  /** @type {Poll<{routable?: boolean, why?: string, events: import('./app.js').RegistryEvent[]}>} */
  #view;
  /** @type {Poll<number | undefined>} */
  #share;
  #title = h('h2', { id: 'drawer-title', tabindex: -1 });
  #mark = mark('UP');
  #word = h('span');
  #status = h('span', { class: 'status' }, this.#mark, this.#word);
  #links = h('span', { class: 'drawer-sub' });
  #says = h('dd');
  #operator = h('dd');
  #sees = h('dd');
  #verdict = h('b');
  #why = h('span');
  #drain;
  #actions;
  #loadSection;
  #load = h('b');
  #loads = /** @type {number[]} */ ([]);
  #spark = new Sparkline();
  #facts = h('dl', { class: 'facts' });
  #shown = '';
  #events = new EventList();

  /** @param {HTMLElement} root @param {import('./app.js').App} app */
  constructor(root, app) {
    this.#app = app;
    this.#root = root;
    this.#actions = new ActionBar(app);
    this.#drain = new DrainProgress();
    this.#view = new Poll(() => this.#askView(), 0, () => this.#draw());
    this.#share = new Poll(() => this.#askShare(), 0, () => this.#draw());
    const close = h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => this.close() }, icon('close'));
    this.#loadSection = section('Calls in flight', h('p', { class: 'figure' }, this.#load), this.#spark.element);
    root.replaceChildren(
      h('section', { class: 'drawer-head' }, h('div', { class: 'drawer-title' }, this.#title, close), h('div', { class: 'drawer-sub' }, this.#status, this.#links)),
      h(
        'section',
        {},
        h('dl', { class: 'facts' }, h('dt', {}, 'It says'), this.#says, h('dt', {}, 'Operator says'), this.#operator, h('dt', {}, 'Registry sees'), this.#sees),
        h('p', { class: 'verdict' }, this.#verdict, ' ', this.#why),
        this.#drain.element,
      ),
      section('Actions', this.#actions.element),
      this.#loadSection,
      section('Details', this.#facts),
      section('What happened to it', this.#events.element),
    );
    root.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
  }

  /** @param {string} key empty to close it */
  show(key) {
    if (key === this.#key) {
      return;
    }
    if (this.#key === '') {
      this.#back = document.activeElement;
    }
    this.#key = key;
    [this.#view, this.#share].forEach((poll) => poll.stop());
    this.#view.value = this.#share.value = null;
    this.#drain.show('');
    this.#loads = [];
    this.#shown = '';
    this.#root.hidden = key === '';
    if (key === '') {
      if (this.#back instanceof HTMLElement && this.#back.isConnected) {
        this.#back.focus();
      }
      return;
    }
    [this.#view, this.#share].forEach((poll) => poll.start());
    this.#root.scrollTop = 0;
    this.tick();
    this.#draw();
    this.#title.focus({ preventScroll: true });
  }

  close() {
    go(hrefWith(here(), { open: null }));
  }

  /** @param {import('./store.js').Changes | null} changes */
  update(changes) {
    const [service] = ofKey(this.#key);
    if (this.#key !== '' && (!changes || changes.services.has(service))) {
      this.#view.within(250);
      this.#share.within(1_000);
      this.#draw();
    }
  }

  tick() {
    if (this.#key === '') {
      return;
    }
    const load = this.#app.loads.of(...ofKey(this.#key));
    this.#loadSection.hidden = load === undefined;
    if (load !== undefined) {
      this.#loads = [...this.#loads, load].slice(-LOADS_KEPT);
      setText(this.#load, count(load));
      this.#spark.show(this.#loads, LOADS_KEPT);
    }
    this.#draw();
  }

  #draw() {
    const [service, id] = ofKey(this.#key);
    const entry = this.#app.store.entry(this.#key);
    const view = this.#view.value;
    const status = entry ? statusOf(entry) : 'GONE';
    setText(this.#title, id);
    setMark(this.#mark, status);
    setText(this.#word, word(status));
    this.#status.className = `status w-${status}`;
    const instance = entry?.instance;
    const shown = JSON.stringify([this.#key, instance, entry?.held, this.#share.value, Math.floor(Date.now() / 10_000)]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#links.replaceChildren(
        h('a', { href: serviceHref(service) }, service),
        ...(instance?.zone ? [h('a', { class: 'plain', href: href(['instances'], { q: `zone:"${instance.zone}"` }) }, instance.zone)] : []),
        h('a', { href: href(['ring', service], { mode: 'leave', id }) }, 'If it leaves'),
      );
      this.#drawTruths(instance);
      this.#facts.replaceChildren(...(instance ? instanceFacts(instance, this.#share.value ?? undefined) : []));
    }
    const routable = view?.routable ?? false;
    setText(this.#verdict, !entry ? 'It is not listed.' : !view ? '' : routable ? 'Callers may choose it.' : 'Callers may not choose it.');
    setText(this.#why, !entry ? 'Nobody calls it. Below is what happened to it.' : (view?.why ?? this.#view.problem));
    this.#drain.show(entry && view && !routable && (status === 'DRAINING' || status === 'OUT_OF_SERVICE') ? this.#key : '');
    this.#actions.show(entry ? [this.#key] : []);
    this.#events.show(view?.events ?? []);
  }

  /** @param {Instance | undefined} instance */
  #drawTruths(instance) {
    if (!instance) {
      [this.#says, this.#operator, this.#sees].forEach((dd) => dd.replaceChildren('–'));
      return;
    }
    const { override, observed, observedCause } = instance;
    this.#says.replaceChildren(statusLabel(instance.reported));
    this.#operator.replaceChildren(...(override ? operatorSays(override) : ['nothing']));
    const seen = observed === 'passing' ? 'UP' : observed === 'suspect' ? 'SUSPECT' : 'DOWN';
    const words = observed === 'passing' ? 'nothing against it' : (observedCause ?? 'no cause is known');
    this.#sees.replaceChildren(statusLabel(seen), ` ${words}`);
  }

  /** Of one that is not listed any more the history remains. */
  async #askView() {
    const [service, id] = ofKey(this.#key);
    try {
      return await getJson(instancePath(service, id));
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 404) {
        return getJson(`v1/events?limit=20&${new URLSearchParams({ service, instance: id })}`);
      }
      throw failure;
    }
  }

  async #askShare() {
    const [service, id] = ofKey(this.#key);
    const { instances } = await getJson(servicePath(service, '/ring'));
    return instances.find((/** @type {{id: string}} */ each) => each.id === id)?.share;
  }
}

/** @param {import('./service.js').Override} override */
function operatorSays({ status, weight, reason, by, since, expiresAt }) {
  const what = [status ? statusLabel(status) : null, weight === undefined ? null : h('span', {}, `weight ${decimal(weight)}`)];
  const about = [by, reason ? `“${reason}”` : 'no reason given', `since ${timeOfDay(Date.parse(since))}`, expiresAt ? until(expiresAt) : 'until somebody takes it back'];
  return [...what.filter((each) => each !== null), ` ${about.filter(Boolean).join(', ')}`];
}

/** @param {string} title @param {...Element} children */
const section = (title, ...children) => h('section', {}, h('h3', {}, title), ...children);

