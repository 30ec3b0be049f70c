// @ts-check
/** Services: all of them, what is wrong with each, and how to get to it. */

import { byUrgency, concernOf, freshServices } from '../attention.js';
import { Keyed, arrange, h, outline, setAttribute, setText } from '../dom.js';
import { count, plural } from '../format.js';
import { go, here, hrefWith, serviceHref } from '../route.js';
import { Bar, IN_WORDS, mark, word } from '../status.js';

/** @typedef {import('../service.js').Service} Service */

const PAGE = 60;
const ORDER_MILLIS = 2_000;
/** A short list has no order that anybody could lose. */
const SHORT_ORDER_MILLIS = 500;
/** @type {[string, string][]} */
const ORDERS = [['', 'what needs attention first'], ['name', 'name'], ['size', 'most instances first']];

export class Services {
  title = 'Services';
  #app;
  #input = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Filter services', placeholder: 'Part of a name', oninput: () => go(hrefWith(here(), { q: this.#input.value }), true) });
  #order = h('select', { 'aria-label': 'Order', onchange: () => go(hrefWith(here(), { by: this.#order.value }), true) }, ...ORDERS.map(([value, words]) => h('option', { value }, words)));
  #list = h('ul', { class: 'services' });
  #rows;
  #note = h('p', { class: 'beside padded' });
  #more = h('button', { type: 'button', class: 'more', onclick: () => this.#showMore() });
  #limit = PAGE;
  #drawnAt = 0;
  /** @type {string[]} */
  #names = [];
  #late = false;
  #line = '';
  #by = '';
  element;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.#app = app;
    this.#rows = new Keyed(this.#list, (name) => new ServiceRow(name, app));
    // Whoever scrolls to the end wants more.
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#showMore()).observe(this.#more);
    this.element = h('div', { class: 'stack' }, h('div', { class: 'filter-line' }, this.#input, this.#order), h('section', { class: 'card', 'aria-label': 'Services' }, this.#list, this.#note, this.#more));
  }

  /** @param {import('../route.js').Route} route */
  show({ query }) {
    this.#line = (query.get('q') ?? '').toLowerCase();
    this.#by = query.get('by') ?? '';
    this.#limit = PAGE;
    if (this.#input.value.toLowerCase() !== this.#line) {
      this.#input.value = this.#line;
    }
    this.#order.value = this.#by;
    this.update(null);
  }

  /** @param {import('../store.js').Changes | null} changes */
  update(changes) {
    freshServices(changes).forEach((name) => {
      const row = this.#rows.get(name);
      if (row instanceof HTMLElement) {
        outline(row);
      }
    });
    this.#late = changes !== null && Date.now() - this.#drawnAt < this.#pause;
    if (this.#late) {
      changes?.services.forEach((name) => {
        const service = this.#app.store.services.get(name);
        if (service) {
          this.#rows.tell(name, service);
        }
      });
      return;
    }
    this.#drawnAt = Date.now();
    const matching = this.#app.store.sorted.filter((service) => service.name.includes(this.#line));
    const services = this.#list.matches(':hover') ? this.#asBefore(matching) : this.#inOrder(matching);
    this.#names = services.map((service) => service.name);
    this.#rows.show(services.slice(0, this.#limit), (service) => service.name);
    this.#more.hidden = services.length <= this.#limit;
    setText(this.#more, `Show more of ${plural(services.length, 'service')}`);
    setText(this.#note, services.length === 0 ? `Nothing matches “${this.#line}”.` : `${count(services.length)} of ${plural(this.#app.store.services.size, 'service')}`);
  }

  tick() {
    if (Date.now() - this.#drawnAt >= this.#pause && (this.#late || this.#app.loads.reporting > 0)) {
      this.update(null);
    }
  }

  get #pause() {
    return this.#app.store.services.size > PAGE ? ORDER_MILLIS : SHORT_ORDER_MILLIS;
  }

  #showMore() {
    this.#limit += PAGE;
    this.update(null);
  }

  /** Nothing moves away under the pointer. @param {Service[]} services */
  #asBefore(services) {
    const places = new Map(this.#names.map((name, index) => [name, index]));
    return services.sort((a, b) => (places.get(a.name) ?? Infinity) - (places.get(b.name) ?? Infinity) || 0);
  }

  /** @param {Service[]} services by name */
  #inOrder(services) {
    if (this.#by === 'name') {
      return services;
    }
    if (this.#by === 'size') {
      return services.sort((a, b) => b.entries.size - a.entries.size);
    }
    const concerns = new Map(services.map((service) => [service, concernOf(service)]));
    return services.sort((a, b) => {
      const [one, other] = [concerns.get(a), concerns.get(b)];
      return one && other ? byUrgency(one, other) : Number(Boolean(other)) - Number(Boolean(one));
    });
  }
}

class ServiceRow {
  #app;
  #bar = new Bar();
  #counts = h('ul', { class: 'counts' });
  /** @type {Map<string, {element: HTMLElement, number: HTMLElement}>} */
  #items = new Map();
  #protected = h('li', { class: 'protected' }, 'protected');
  #up = h('span', { class: 'up-of' });
  #zones = h('span', { class: 'beside zones' });
  #load = h('span', { class: 'beside load' });
  #shown = '';
  element;

  /** @param {string} name @param {import('../app.js').App} app */
  constructor(name, app) {
    this.#app = app;
    const link = h('a', { class: 'plain', href: serviceHref(name) }, name);
    this.element = h('li', { 'data-service': name }, h('b', {}, link), h('div', { class: 'health-box' }, this.#bar.element), this.#counts, this.#zones, this.#load, this.#up);
  }

  /** @param {Service} service */
  show(service) {
    const { tally } = service;
    const load = this.#app.loads.ofService(service.name);
    const protection = this.#app.protections.of(service.name);
    const shown = JSON.stringify([tally, load, protection?.on]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#bar.show(tally.byStatus);
    setText(this.#up, tally.listed === 0 ? 'None listed' : `${count(tally.byStatus.UP)} of ${count(tally.listed)} up`);
    setText(this.#load, load === undefined ? '' : `${plural(load, 'call')} in flight`);
    setText(this.#zones, zonesOf(service));
    const items = IN_WORDS.filter((status) => status !== 'UP' && tally.byStatus[status] > 0).map((status) => this.#item(status, tally.byStatus[status]));
    if (tally.held > 0) {
      items.push(this.#item('HELD', tally.held));
    }
    if (protection) {
      items.push(this.#protected);
    }
    arrange(this.#counts, items);
    setAttribute(this.#counts, 'hidden', items.length === 0);
  }

  /** @param {string} status @param {number} value */
  #item(status, value) {
    let item = this.#items.get(status);
    if (!item) {
      const number = h('b');
      item = { element: h('li', {}, mark(status), number, ` ${word(status).toLowerCase()}`), number };
      this.#items.set(status, item);
    }
    setText(item.number, count(value));
    return item.element;
  }
}

/** @param {Service} service */
function zonesOf(service) {
  const zones = new Set();
  for (const { instance } of service.entries.values()) {
    if (instance.zone) {
      zones.add(instance.zone);
    }
  }
  return zones.size === 0 ? '' : plural(zones.size, 'zone');
}
