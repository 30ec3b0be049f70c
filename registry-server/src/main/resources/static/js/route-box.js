// @ts-check
/** "Which instance serves this key?" The registry answers; the page never computes an owner itself. */

import { baseUrl, explain, getJson, token } from './api.js';
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { plural } from './format.js';
import { mark, statusLabel } from './status.js';

/** How many of those that would take over are listed. */
const FAILOVER_SHOWN = 2;
const REFRESH_MILLIS = 300;

export class RouteBox {
  #service;
  #input;
  #answer = h('div', { class: 'answer', 'aria-live': 'polite' });
  /** The key whose answer is shown. @type {string | null} */
  #asked = null;
  #question = 0;
  #refreshTimer = 0;
  element;

  /** @param {import('./store.js').Service} service asked for the status of those that would take over */
  constructor(service) {
    this.#service = service;
    const id = `key-${service.name}`;
    this.#input = h('input', { id, type: 'text', autocomplete: 'off', spellcheck: 'false', placeholder: 'customer-42' });
    this.element = h(
      'form',
      {
        class: 'route',
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void this.#ask(this.#input.value);
        },
      },
      h('label', { for: id }, 'Which instance serves this key?'),
      h('div', { class: 'route-line' }, this.#input, h('button', { type: 'submit' }, 'Ask')),
      this.#answer,
    );
  }

  /** The service is another than before: what was asked is asked again, once things are quiet for a moment. @param {import('./store.js').Service} service */
  refresh(service) {
    this.#service = service;
    if (this.#asked !== null && !this.#refreshTimer) {
      this.#refreshTimer = window.setTimeout(() => {
        this.#refreshTimer = 0;
        if (this.#asked !== null) {
          void this.#ask(this.#asked);
        }
      }, REFRESH_MILLIS);
    }
  }

  /** @param {string} key */
  async #ask(key) {
    const question = ++this.#question;
    this.#asked = key === '' ? null : key;
    if (key === '') {
      this.#answer.replaceChildren();
      return;
    }
    let lines;
    try {
      lines = this.#lines(await getJson(this.#path(key)));
    } catch (failure) {
      lines = [h('p', { class: 'problem' }, `No answer: ${explain(failure)} Asking again is safe.`)];
    }
    if (question === this.#question) {
      this.#answer.replaceChildren(...lines);
    }
  }

  /** @param {string} key */
  #path(key) {
    return `v1/services/${encodeURIComponent(this.#service.name)}/route?key=${encodeURIComponent(key)}`;
  }

  /** @param {{key: string, owner?: import('./store.js').Instance, failover?: string[], reason?: string}} route */
  #lines(route) {
    const failover = route.failover ?? [];
    const items = route.owner ? [this.#item('serves', route.owner.id, route.owner.zone)] : [];
    failover.slice(0, FAILOVER_SHOWN).forEach((id, index) => {
      const zone = this.#service.entries.get(id)?.instance.zone;
      items.push(this.#item(index === 0 ? 'next' : 'after that', id, zone));
    });
    const rest = failover.length - FAILOVER_SHOWN;
    const more = rest > 0 ? ` ${plural(rest, 'more instance')} after these.` : '';
    const auth = token.get() === null ? '' : ' -H "Authorization: Bearer $TOKEN"';
    const curl = `curl${auth} '${baseUrl()}/${this.#path(route.key)}'`;
    return [
      h('ol', {}, ...items),
      h('div', { class: 'answer-end' }, h('p', { class: 'reason' }, `${route.reason ?? ''}${more}`), copyButton('Copy curl', () => curl)),
    ];
  }

  /** @param {string} role @param {string} id @param {string} [zone] */
  #item(role, id, zone) {
    const entry = this.#service.entries.get(id);
    const status = entry && !entry.held ? entry.instance.status : null;
    const label = status === 'UP' ? mark(status) : status ? statusLabel(status) : null;
    return h(
      'li',
      {},
      h('span', { class: 'role' }, role),
      label,
      h('code', {}, id),
      zone ? h('span', { class: 'zone' }, zone) : null,
    );
  }
}
