// @ts-check
/** Events: who came, left and changed, when and why; and what differs between two moments. */

import { getJson } from '../api.js';
import { MOST_EVENTS } from '../app.js';
import { clock } from '../clock.js';
import { EventChart } from '../event-chart.js';
import { EVENT_WORDS, EventList } from '../event-list.js';
import { difference } from '../event-difference.js';
import { h, setAttribute, setText } from '../dom.js';
import { count, plural, timeOfDay } from '../format.js';
import { go, here, hrefWith } from '../route.js';
import { Poll } from '../poll.js';

/** @typedef {import('../app.js').RegistryEvent} RegistryEvent */

const PAGE = 60;
const FRESH_MILLIS = 500;
/** Of so many changes in a second nobody reads each, and a whole history comes with every answer. */
const BUSY_RATE = 20;
const BUSY_MILLIS = 5_000;

export class Events {
  title = 'Events';
  #app;
  /** @type {Poll<RegistryEvent[]>} */
  #events;
  #service = '';
  #filter = '';
  #kind = '';
  #from = 0;
  #to = 0;
  #limit = PAGE;
  #input = h('input', { type: 'text', class: 'mono', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Filter', placeholder: 'service, instance or cause', oninput: () => go(hrefWith(here(), { q: this.#input.value }), true) });
  #kinds = h('div', { class: 'chips', role: 'group', 'aria-label': 'What happened' });
  /** @type {Map<string, {button: HTMLButtonElement, number: HTMLElement}>} */
  #chips = new Map();
  #chart;
  #difference = h('p', { class: 'difference', 'aria-live': 'polite' });
  #list = new EventList({ service: true });
  #more = h('button', { type: 'button', class: 'more', onclick: () => this.#showMore() });
  #note = h('p', { class: 'beside padded' });
  #problem = h('p', { role: 'alert' });
  #failed = h('div', { class: 'notice warn', hidden: true }, this.#problem, h('button', { type: 'button', onclick: () => this.#events.within(0) }, 'Ask again'));
  element;

  /** @param {import('../app.js').App} app @param {string} [service] only of this one */
  constructor(app, service = '') {
    this.#app = app;
    this.#service = service;
    this.#events = new Poll(() => this.#ask(), 0, () => this.#draw());
    this.#chart = new EventChart((from, to) => go(hrefWith(here(), { from: from === null ? null : String(from), to: to === null ? null : String(to) }), true));
    for (const [kind, words] of Object.entries(EVENT_WORDS)) {
      const number = h('b');
      const button = h('button', { type: 'button', class: 'chip', onclick: () => go(hrefWith(here(), { kind: this.#kind === kind ? null : kind }), true) }, words, number);
      this.#chips.set(kind, { button, number });
      this.#kinds.append(button);
    }
    this.element = h(
      'div',
      { class: 'events-page' },
      h('div', { class: 'filter-line' }, this.#input),
      this.#failed,
      this.#kinds,
      h('section', { class: 'card', 'aria-labelledby': 'over-time' }, h('header', {}, h('h2', { id: 'over-time' }, 'Over time'), h('span', { class: 'beside' }, 'move the ends to compare two moments')), this.#chart.element, this.#difference),
      h('section', { class: 'card events-card', 'aria-label': 'Events' }, this.#list.element, this.#note, this.#more),
    );
  }

  /** @param {import('../route.js').Route} route */
  show({ query }) {
    this.#filter = query.get('q') ?? '';
    this.#kind = query.get('kind') ?? '';
    this.#from = Number(query.get('from') ?? 0);
    this.#to = Number(query.get('to') ?? 0);
    this.#limit = PAGE;
    if (this.#input.value !== this.#filter) {
      this.#input.value = this.#filter;
    }
    this.#events.start();
    this.#draw();
  }

  /** @param {import('../store.js').Changes | null} changes */
  update(changes) {
    if (!changes || this.#service === '' || changes.services.has(this.#service)) {
      this.#events.within(this.#app.pulse.rate > BUSY_RATE ? BUSY_MILLIS : FRESH_MILLIS);
    }
  }

  leave() {
    this.#events.stop();
  }

  async #ask() {
    const of = this.#service === '' ? '' : `&service=${encodeURIComponent(this.#service)}`;
    return (await getJson(`v1/events?limit=${MOST_EVENTS}${of}`)).events;
  }

  #showMore() {
    this.#limit += PAGE;
    this.#draw();
  }

  #draw() {
    const { value, problem } = this.#events;
    this.#failed.hidden = problem === '';
    setText(this.#problem, problem === '' ? '' : `The history could not be read: ${problem} It is asked again with the next change, and asking is safe.`);
    const all = value ?? [];
    const words = this.#filter.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = words.length === 0 ? all : all.filter((event) => words.every((word) => textOf(event).includes(word)));
    const oldest = matching.length === 0 ? clock.now() : Date.parse(matching[matching.length - 1].at);
    this.#chart.show(matching, oldest, clock.now(), this.#from, this.#to);
    const ranged = matching.filter(({ at }) => this.#isInRange(Date.parse(at)));
    this.#showKinds(ranged);
    const shown = this.#kind === '' ? ranged : ranged.filter(({ event }) => event === this.#kind);
    this.#list.show(shown.slice(0, this.#limit));
    this.#more.hidden = shown.length <= this.#limit;
    setText(this.#more, `Show more of ${count(shown.length)}`);
    const bounded = all.length >= MOST_EVENTS ? `; the page looks back over the last ${count(MOST_EVENTS)}` : '';
    setText(this.#note, value === null ? '' : `${plural(shown.length, 'event')} of ${count(all.length)}${bounded}.`);
    this.#showDifference(ranged, oldest);
  }

  /** @param {number} millis */
  #isInRange(millis) {
    return (this.#from === 0 || millis >= this.#from) && (this.#to === 0 || millis <= this.#to);
  }

  /** @param {RegistryEvent[]} events */
  #showKinds(events) {
    this.#chips.forEach(({ button, number }, kind) => {
      const some = events.filter(({ event }) => event === kind).length;
      setText(number, count(some));
      setAttribute(button, 'aria-pressed', String(kind === this.#kind));
      button.hidden = some === 0 && kind !== this.#kind;
    });
  }

  /** @param {RegistryEvent[]} events @param {number} oldest */
  #showDifference(events, oldest) {
    if (events.length === 0) {
      setText(this.#difference, this.#events.value === null ? '' : 'Nothing happened in this time.');
      return;
    }
    const from = timeOfDay(this.#from || oldest);
    const to = this.#to ? timeOfDay(this.#to) : 'now';
    setText(this.#difference, `Between ${from} and ${to}: ${difference(events)}.`);
  }
}

/** @param {RegistryEvent} event */
const textOf = ({ service, instance, event, cause }) =>
  `service:${service} instance:${instance} ${event} ${EVENT_WORDS[event] ?? ''} ${cause ?? ''}`.toLowerCase();
