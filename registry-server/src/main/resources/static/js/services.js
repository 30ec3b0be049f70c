// @ts-check
/** The list of services. One that is open shows its instances; only what is open is in the page. */

import { arrange, h, setAttribute, setText } from './dom.js';
import { count, plural } from './format.js';
import { InstanceTable, outline } from './instances.js';
import { RouteBox } from './route-box.js';
import { Bar, IN_WORDS, mark, word } from './status.js';
import { compare } from './store.js';

/**
 * @typedef {import('./store.js').Entry} Entry
 * @typedef {import('./store.js').Service} Service
 * @typedef {import('./store.js').Tally} Tally
 */

/** Up to this many instances everything is open from the start. */
const OPEN_UP_TO = 60;
/** More services than these are drawn on request only. */
const PAGE = 200;

const NOTHING = /** @type {Set<Entry>} */ (new Set());

export class ServiceList {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  #limit = PAGE;
  #store;
  #title = h('h2', { id: 'services-title' }, 'Services');
  #shown = h('span', { class: 'beside' });
  #list = h('div', { class: 'service-list' });
  #more = h('button', { class: 'more', type: 'button', onclick: () => this.#showMore() });
  #nothing = h('p', { class: 'no-match', hidden: true });
  /** @type {((entry: Entry) => boolean) | null} */
  #filter = null;
  #line = '';

  /**
   * @param {HTMLElement} root
   * @param {import('./store.js').Store} store
   * @param {() => void} clearFilter
   */
  constructor(root, store, clearFilter) {
    this.#store = store;
    const clear = h('button', { type: 'button', onclick: clearFilter }, 'Clear the filter');
    this.#nothing.append(h('span'), clear);
    root.replaceChildren(h('header', {}, this.#title, this.#shown), this.#list, this.#nothing, this.#more);
  }

  /** @param {string} line @param {((entry: Entry) => boolean) | null} filter null shows everything */
  setFilter(line, filter) {
    this.#line = line.trim().toLowerCase();
    this.#filter = filter;
    this.#limit = PAGE;
    this.#rows.forEach((row) => row.forgetDefault());
    this.render(null, NOTHING);
  }

  /**
   * @param {Set<string> | null} changed the services to look at again; null for all
   * @param {Set<Entry>} fresh what gets an outline
   */
  render(changed, fresh) {
    const services = this.#store.services;
    for (const name of [...this.#rows.keys()].filter((each) => !services.has(each))) {
      this.#rows.delete(name);
    }
    for (const name of changed ?? services.keys()) {
      const service = services.get(name);
      if (service) {
        this.#rowOf(name).take(service, this.#matching(service));
      }
    }
    const rows = [...this.#rows.values()].filter((row) => row.matches).sort((a, b) => compare(a.name, b.name));
    const instances = rows.reduce((sum, row) => sum + row.entries.length, 0);
    const drawn = rows.slice(0, this.#limit);
    for (const row of drawn) {
      if (row.decide(instances <= OPEN_UP_TO) || !changed || changed.has(row.name)) {
        row.draw(fresh);
      }
    }
    arrange(this.#list, drawn.map((row) => row.element));
    const shown = `${plural(instances, 'instance')} in ${count(rows.length)} of ${plural(services.size, 'service')}`;
    setText(this.#shown, this.#filter === null ? count(services.size) : shown);
    this.#more.hidden = rows.length <= drawn.length;
    setText(this.#more, `Show more of ${count(rows.length)} services`);
    this.#nothing.hidden = rows.length > 0 || this.#filter === null;
    setText(/** @type {Node} */ (this.#nothing.firstChild), `Nothing matches “${this.#line}”. `);
  }

  /** Time has passed. */
  tick() {
    this.#rows.forEach((row) => row.tick());
  }

  #showMore() {
    this.#limit += PAGE;
    this.render(null, NOTHING);
  }

  /** @param {string} name */
  #rowOf(name) {
    let row = this.#rows.get(name);
    if (!row) {
      row = new Row(name);
      this.#rows.set(name, row);
    }
    return row;
  }

  /** What of a service is shown; null hides it. @param {Service} service */
  #matching(service) {
    if (this.#filter === null) {
      return service.sorted;
    }
    const entries = service.sorted.filter(this.#filter);
    return entries.length > 0 || (service.sorted.length === 0 && service.name.includes(this.#line)) ? entries : null;
  }
}

/** One service: a line, and below it, when open, its instances. */
class Row {
  matches = false;
  /** @type {Entry[]} */
  entries = [];
  /** @type {Service | null} */
  #service = null;
  /** What the person chose; null as long as they did not. @type {boolean | null} */
  #chosen = null;
  /** What was decided when it was drawn first; kept, so that nothing closes by itself. @type {boolean | null} */
  #decided = null;
  #bar = new Bar();
  #counts = h('ul', { class: 'counts' });
  #up = h('span', { class: 'up-of' });
  #button;
  #panel;
  #line;
  /** @type {InstanceTable | null} */
  #table = null;
  /** @type {RouteBox | null} */
  #route = null;
  element;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
    const panelId = `instances-${name}`;
    this.#button = h(
      'button',
      { type: 'button', 'aria-expanded': 'false', 'aria-controls': panelId, onclick: () => this.#toggle() },
      name,
    );
    this.#panel = h('div', { id: panelId, class: 'panel', hidden: true });
    this.#line = h(
      'div',
      { class: 'line' },
      h('h3', {}, this.#button),
      h('div', { class: 'health-box' }, this.#bar.element),
      this.#counts,
      this.#up,
    );
    this.element = h('div', { class: 'service', 'data-service': name }, this.#line, this.#panel);
  }

  get #open() {
    return this.#chosen ?? this.#decided ?? false;
  }

  /** @param {Service} service @param {Entry[] | null} entries what is shown of it; null hides it */
  take(service, entries) {
    this.#service = service;
    this.matches = entries !== null;
    this.entries = entries ?? [];
  }

  /** The filter is another, so what was open by itself is decided anew. */
  forgetDefault() {
    this.#decided = null;
  }

  /** Returns whether this was the first time. @param {boolean} openByDefault */
  decide(openByDefault) {
    const first = this.#decided === null;
    this.#decided ??= openByDefault;
    return first;
  }

  /** @param {Set<Entry>} fresh */
  draw(fresh) {
    const service = this.#service;
    if (!service) {
      return;
    }
    const tally = service.tally;
    this.#bar.show(tally.byStatus);
    showCounts(this.#counts, tally);
    setText(this.#up, tally.listed === 0 ? 'None listed' : `${count(tally.byStatus.UP)} of ${count(tally.listed)} up`);
    const open = this.#open;
    setAttribute(this.#button, 'aria-expanded', String(open));
    this.#panel.hidden = !open;
    if (open) {
      this.#drawPanel(service, fresh);
    } else {
      this.#table = null;
      this.#panel.replaceChildren();
      if (this.entries.some((entry) => fresh.has(entry))) {
        outline(this.#line);
      }
    }
  }

  tick() {
    this.#table?.tick();
  }

  /** @param {Service} service @param {Set<Entry>} fresh */
  #drawPanel(service, fresh) {
    if (service.entries.size === 0) {
      this.#table = null;
      this.#panel.replaceChildren(
        h('p', { class: 'none' }, 'No instance is listed. The next one that registers appears here.'),
      );
      return;
    }
    this.#route ??= new RouteBox(service);
    if (this.#table === null) {
      this.#table = new InstanceTable(this.name);
      this.#panel.replaceChildren(this.#table.element, this.#route.element);
    }
    this.#table.show(this.entries, fresh);
    this.#route.refresh(service);
  }

  #toggle() {
    this.#chosen = !this.#open;
    this.draw(NOTHING);
  }
}

/**
 * Writes what is not up as mark, number and word.
 *
 * @param {HTMLElement} list
 * @param {Tally} tally
 */
function showCounts(list, { byStatus, held }) {
  /** @type {[string, number][]} */
  const shown = IN_WORDS.filter((status) => status !== 'UP' && byStatus[status] > 0).map((s) => [s, byStatus[s]]);
  if (held > 0) {
    shown.push(['HELD', held]);
  }
  const text = shown.map(([status, number]) => status + number).join();
  if (list.dataset.shown !== text) {
    list.dataset.shown = text;
    list.replaceChildren(
      ...shown.map(([status, number]) =>
        h('li', {}, mark(status), h('b', {}, count(number)), h('span', { class: 'word' }, ` ${word(status).toLowerCase()}`)),
      ),
    );
  }
}
