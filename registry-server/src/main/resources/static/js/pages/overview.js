// @ts-check
/** Overview: is anything wrong? */

import { byUrgency, concernOf, freshServices } from '../attention.js';
import { Sparkline } from '../charts.js';
import { agreement } from '../cluster.js';
import { Keyed, h, outline, setText } from '../dom.js';
import { EventList } from '../event-list.js';
import { FleetMap } from '../fleet-map.js';
import { count, plural, since } from '../format.js';
import { href, serviceHref } from '../route.js';
import { mark, setMark } from '../status.js';
import { Totals } from '../totals.js';

const CONCERNS_SHOWN = 6;
const STEP_SECONDS = 5;
const LOAD_PLACES = 120;

export class Overview {
  title = 'Overview';
  #app;
  #totals = new Totals((status) => href(['instances'], { q: `status:${status.toLowerCase()}` }));
  #services = new Tile('Services', href(['services']));
  #changes = new Tile('Changes per minute', href(['events']), true);
  #load = new Tile('Calls in flight', '', true);
  #nodes = new Tile('Registry', href(['nodes']));
  #map;
  #attention = h('ul', { class: 'attention' });
  #concerns;
  #concernCount = h('span', { class: 'beside' });
  #fine = h('p', { class: 'fine' }, mark('UP'), h('span'));
  #events = new EventList({ short: true });
  /** @type {Map<string, import('../attention.js').Concern>} */
  #found = new Map();
  element;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.#app = app;
    this.#map = new FleetMap(app.store);
    this.#concerns = new Keyed(this.#attention, (service) => new ConcernLine(service));
    this.element = h(
      'div',
      { class: 'overview' },
      h('div', { class: 'tiles' }, this.#totals.element, this.#services.element, this.#changes.element, this.#load.element, this.#nodes.element),
      card('map-card', 'Fleet map', h('span', { class: 'beside' }, 'a block is a service, a cell an instance'), this.#map.element),
      card('attention-card', 'Needs attention', this.#concernCount, this.#attention, this.#fine),
      card('latest-card', 'Latest changes', h('a', { href: href(['events']) }, 'All events'), this.#events.element),
    );
  }

  show() {
    this.update(null);
  }

  /** @param {import('../store.js').Changes | null} changes */
  update(changes) {
    const { store } = this.#app;
    if (changes === null) {
      this.#found.clear();
    }
    for (const name of changes?.services ?? store.services.keys()) {
      const service = store.services.get(name);
      const concern = service ? concernOf(service) : null;
      if (concern) {
        this.#found.set(name, concern);
      } else {
        this.#found.delete(name);
      }
    }
    this.#app.latest.within(1_000);
    this.#totals.show(store.tally);
    setText(this.#totals.beside, `in ${plural(store.services.size, 'service')}`);
    this.#showServices();
    this.#map.update(changes?.services ?? null);
    this.#showConcerns();
    freshServices(changes).forEach((name) => {
      const line = this.#concerns.get(name);
      if (line instanceof HTMLElement) {
        outline(line);
      }
    });
  }

  tick() {
    const { pulse, loads, cluster, latest } = this.#app;
    const series = pulse.series(STEP_SECONDS);
    const lastMinute = series.slice(-60 / STEP_SECONDS).reduce((sum, value) => (sum ?? 0) + (value ?? 0), 0);
    const known = series.reduce((sum, value) => (sum ?? 0) + (value ?? 0), 0) ?? 0;
    this.#changes.show(count(lastMinute ?? 0), `${count(known)} in 10 min`, series);
    this.#load.element.hidden = loads.reporting === 0;
    if (loads.reporting > 0) {
      const [total] = loads.totals.slice(-1);
      this.#load.show(count(total), `reported by ${count(loads.reporting)}`, loads.totals, LOAD_PLACES);
    }
    const nodes = cluster.value?.nodes.length ?? 0;
    this.#nodes.element.hidden = !cluster.value;
    if (cluster.value) {
      this.#nodes.show(count(nodes), nodes === 1 ? 'node' : 'nodes', null, 0, agreement(cluster.value).short);
    }
    this.#events.show(latest.value ?? []);
    this.#showConcerns();
  }

  /** The colours are others. */
  restyle() {
    this.#map.restyle();
  }

  #showServices() {
    const { services } = this.#app.store;
    let callable = 0;
    services.forEach((service) => (callable += service.routable > 0 ? 1 : 0));
    const none = services.size - callable;
    const sentence = none === 0 ? 'All can be called' : `${plural(none, 'has', 'have')} nobody to call`;
    this.#services.show(count(services.size), '', null, 0, sentence);
  }

  #showConcerns() {
    const all = [...this.#found.values()].sort(byUrgency);
    const shown = all.slice(0, CONCERNS_SHOWN).map((concern) => ({ ...concern, protection: this.#app.protections.of(concern.service) }));
    this.#concerns.show(shown, (concern) => concern.service);
    setText(this.#concernCount, all.length === 0 ? '' : plural(all.length, 'service'));
    const more = all.length - shown.length;
    const fine = this.#app.store.services.size - all.length;
    const others = all.length === 0 ? 'All services are as they should be.' : fine === 1 ? 'The other service is as it should be.' : `The other ${count(fine)} services are as they should be.`;
    setText(/** @type {Node} */ (this.#fine.lastChild), `${more > 0 ? `${plural(more, 'more service')}, see Services. ` : ''}${fine > 0 ? others : ''}`);
    this.#fine.hidden = more === 0 && fine === 0;
  }
}

/** A figure with its history. */
class Tile {
  #figure = h('b');
  #beside = h('span', { class: 'beside' });
  #sentence = h('p', { class: 'tile-sentence' });
  /** @type {Sparkline | null} */
  #spark;
  element;

  /** @param {string} title @param {string} link where its details are; empty for nowhere @param {boolean} [history] */
  constructor(title, link, history = false) {
    this.#spark = history ? new Sparkline() : null;
    this.element = h(
      'section',
      { class: 'card tile' },
      h('h2', {}, link === '' ? title : h('a', { class: 'plain', href: link }, title)),
      h('p', { class: 'figure' }, this.#figure, ' ', this.#beside),
      this.#spark ? this.#spark.element : this.#sentence,
    );
  }

  /**
   * @param {string} figure
   * @param {string} beside
   * @param {(number | null)[] | null} series
   * @param {number} [places] of the series
   * @param {string} [sentence]
   */
  show(figure, beside, series, places = series?.length ?? 0, sentence = '') {
    setText(this.#figure, figure);
    setText(this.#beside, beside);
    setText(this.#sentence, sentence);
    if (series) {
      this.#spark?.show(series, places);
    }
  }
}

class ConcernLine {
  #mark = mark('DOWN');
  #sentence = h('span', { class: 'what' });
  #protected = h('span', { class: 'protected' });
  #since = h('time', { class: 'beside' });
  element;

  /** @param {string} service */
  constructor(service) {
    this.element = h(
      'li',
      { 'data-concern': service },
      this.#mark,
      h('div', {}, h('a', { class: 'plain', href: serviceHref(service) }, h('b', {}, service)), this.#sentence, this.#protected),
      this.#since,
    );
  }

  /** @param {import('../attention.js').Concern & {protection?: import('../protections.js').Protection}} concern */
  show({ status, sentence, since: from, protection }) {
    setMark(this.#mark, status);
    setText(this.#sentence, sentence);
    setText(this.#protected, protection ? `Protected: ${protection.why}.` : '');
    setText(this.#since, since(from));
    this.#since.dateTime = from;
  }
}

/** @param {string} name @param {string} title @param {Element} beside @param {...Element} children */
function card(name, title, beside, ...children) {
  const id = `${name}-title`;
  return h('section', { class: `card ${name}`, 'aria-labelledby': id }, h('header', {}, h('h2', { id }, title), beside), ...children);
}

