// @ts-check
/** What happened, line by line: when, to whom, what, and why. */

import { Keyed, h, setText } from './dom.js';
import { moment, timeOfDay } from './format.js';
import { go, here, hrefWith, keyOf } from './route.js';
import { mark, setMark, word } from './status.js';

/** @typedef {import('./app.js').RegistryEvent} RegistryEvent */

/** @type {Record<string, string>} */
export const EVENT_WORDS = {
  registered: 'registered',
  changed: 'changed what it claims',
  reported: 'says',
  overridden: 'operator',
  'override-ended': 'operator, ended',
  suspected: 'suspected',
  failed: 'found unreachable',
  recovered: 'lives',
  deregistered: 'left',
  expired: 'lapsed',
  refused: 'left, proven dead',
  certified: 'got a certificate',
};

/** What happened, in words. @param {RegistryEvent} event */
function eventWords({ event, was, status }) {
  const what = EVENT_WORDS[event] ?? event;
  if (!was || !status || was === status) {
    return what;
  }
  return `${what}: ${word(was).toLowerCase()} → ${word(status).toLowerCase()}`;
}

export class EventList {
  element = h('ul', { class: 'events' });
  #lines;

  /** @param {{service?: boolean, short?: boolean}} [options] whether the lines name the service; whether they leave out the cause */
  constructor({ service = false, short = false } = {}) {
    this.#lines = new Keyed(this.element, () => new Line(service, short));
  }

  /** @param {RegistryEvent[]} events */
  show(events) {
    this.#lines.show(events, eventKey);
  }
}

/** @param {RegistryEvent} event */
const eventKey = ({ at, revision, service, instance, event }) => `${at} ${revision} ${service}/${instance} ${event}`;

class Line {
  #time = h('time', { class: 'beside' });
  #mark = mark('UP');
  #id = h('button', { type: 'button', class: 'id link', onclick: () => this.#open() });
  #what = h('span', { class: 'what' });
  #cause = h('span', { class: 'beside' });
  /** @type {RegistryEvent | null} */
  #event = null;
  #service;
  element;

  /** @param {boolean} service @param {boolean} short */
  constructor(service, short) {
    this.#service = h('span', { class: 'beside' });
    const text = h('div', { class: 'event-text' }, this.#id, service ? this.#service : null, this.#what, short ? null : this.#cause);
    this.element = h('li', {}, this.#time, this.#mark, text);
  }

  /** @param {RegistryEvent} event never another one */
  show(event) {
    if (this.#event !== null) {
      return;
    }
    this.#event = event;
    this.#time.dateTime = event.at;
    this.#time.title = moment(event.at);
    setText(this.#time, timeOfDay(Date.parse(event.at)));
    setMark(this.#mark, event.status ?? (event.event === 'certified' ? 'STARTING' : 'GONE'));
    setText(this.#id, event.instance);
    setText(this.#service, event.service);
    setText(this.#what, eventWords(event));
    setText(this.#cause, event.cause ?? '');
  }

  #open() {
    if (this.#event) {
      go(hrefWith(here(), { open: keyOf(this.#event.service, this.#event.instance) }));
    }
  }
}
