// @ts-check
/** "Which instance serves this key?" The registry answers; the page never computes an owner itself. */

import { curlOf, getJson, servicePath } from './api.js';
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { plural } from './format.js';
import { go, here, hrefWith, keyOf } from './route.js';
import { Poll } from './poll.js';
import { statusOf } from './service.js';
import { statusLabel } from './status.js';

/**
 * @typedef {{key: string, owner?: import('./service.js').Instance, failover: string[], reason: string}} Route
 */

/** How many of those that would take over are listed. */
const FAILOVER_SHOWN = 3;
const TYPING_MILLIS = 250;

export class RouteBox {
  #app;
  #service = '';
  #key = '';
  #input = h('input', { id: 'routing-key', type: 'text', class: 'mono', autocomplete: 'off', spellcheck: 'false', placeholder: 'customer-42', oninput: () => this.#typed() });
  #answer = h('div', { class: 'answer', 'aria-live': 'polite' });
  #timer = 0;
  #onAnswer;
  /** @type {Poll<Route | null>} */
  #route;
  element;

  /** @param {import('./app.js').App} app @param {(owner: string | null) => void} onAnswer */
  constructor(app, onAnswer) {
    this.#app = app;
    this.#onAnswer = onAnswer;
    this.#route = new Poll(async () => (this.#key === '' ? null : getJson(this.#path())), 0, () => this.#draw());
    const copy = copyButton('Copy curl', () => curlOf(this.#path()));
    this.element = h(
      'section',
      { class: 'card route', 'aria-labelledby': 'route-title' },
      h('h2', { id: 'route-title' }, h('label', { for: 'routing-key' }, 'Which instance serves this key?')),
      h('div', { class: 'route-line' }, this.#input, copy),
      this.#answer,
    );
  }

  /** @param {string} service @param {string} key */
  show(service, key) {
    if (service !== this.#service || key !== this.#key) {
      this.#service = service;
      this.#key = key;
      this.#route.stop();
      this.#route.value = null;
      this.#route.start();
    }
    if (this.#input.value !== key && document.activeElement !== this.#input) {
      this.#input.value = key;
    }
  }

  /** The service has changed, so what was asked is asked again. */
  update() {
    if (this.#key !== '') {
      this.#route.within(300);
    }
  }

  leave() {
    this.#route.stop();
    this.#service = '';
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => go(hrefWith(here(), { key: this.#input.value }), true), TYPING_MILLIS);
  }

  #path() {
    return servicePath(this.#service, `/route?key=${encodeURIComponent(this.#key)}`);
  }

  #draw() {
    const { value: route, problem } = this.#route;
    this.#onAnswer(route?.owner?.id ?? null);
    if (problem !== '') {
      this.#answer.replaceChildren(h('p', { class: 'problem' }, `No answer: ${problem} Asking again is safe.`));
    } else if (route === null) {
      this.#answer.replaceChildren();
    } else {
      this.#answer.replaceChildren(...this.#lines(route));
    }
  }

  /** @param {Route} route */
  #lines({ owner, failover, reason }) {
    const places = ['serves', 'next', 'after that', 'then'];
    const ids = [...(owner ? [owner.id] : []), ...failover.slice(0, FAILOVER_SHOWN)];
    const more = failover.length - FAILOVER_SHOWN;
    return [
      h('ol', {}, ...ids.map((id, index) => this.#item(places[index + (owner ? 0 : 1)], id))),
      h('p', { class: 'beside' }, `${reason}${more > 0 ? ` ${plural(more, 'more instance')} after these.` : ''}`),
    ];
  }

  /** @param {string} place @param {string} id */
  #item(place, id) {
    const entry = this.#app.store.entry(keyOf(this.#service, id));
    return h(
      'li',
      {},
      h('span', { class: 'role' }, place),
      statusLabel(entry ? statusOf(entry) : 'GONE'),
      h('a', { class: 'id plain', href: hrefWith(here(), { open: keyOf(this.#service, id) }) }, id),
      h('span', { class: 'beside' }, entry?.instance.zone ?? ''),
    );
  }
}

