// @ts-check
/** How far it has spread that callers leave an instance out: asked again and again until nobody is waited for. */

import { getJson, instancePath } from './api.js';
import { h, setText, svg } from './dom.js';
import { count, plural } from './format.js';
import { ofKey } from './route.js';
import { Poll } from './poll.js';

/**
 * @typedef {{revision: string, acknowledged: boolean, watchers: number, inFlight?: number,
 *   waitingFor: {node?: string, session?: string, application?: string, applied?: string}[]}} Drain
 */

const PERIOD_MILLIS = 1_000;
const WAITING_SHOWN = 5;

export class DrainProgress {
  #key = '';
  #sentence = h('p', { role: 'status' });
  #part = svg('rect', { height: '100%' });
  #waiting = h('ul');
  element = h('div', { class: 'progress', hidden: true }, this.#sentence, svg('svg', { 'aria-hidden': 'true' }, this.#part), this.#waiting);
  /** @type {Poll<Drain>} */
  #poll = new Poll(() => getJson(instancePath(...ofKey(this.#key), '/drain')), PERIOD_MILLIS, () => this.#draw());

  /** @param {string} key of the instance that drains; empty for none */
  show(key) {
    if (key !== this.#key) {
      this.#key = key;
      this.element.hidden = true;
      this.#poll.stop();
      this.#poll.value = null;
      if (key !== '') {
        this.#poll.start();
      }
    }
  }

  #draw() {
    const drain = this.#poll.value;
    this.element.hidden = drain === null || this.#key === '';
    if (drain === null) {
      return;
    }
    const { watchers, waitingFor, inFlight, acknowledged } = drain;
    const known = Math.max(0, watchers - waitingFor.filter(({ session }) => session !== undefined).length);
    const who = watchers === 0 && acknowledged
      ? 'Nobody who could acknowledge watches it'
      : acknowledged
        ? watchers === 1 ? 'The one subscriber leaves it out' : `All ${plural(watchers, 'subscriber')} leave it out`
        : `${count(known)} of ${plural(watchers, 'subscriber')} have acknowledged`;
    const calls = inFlight === undefined ? '' : inFlight === 0 ? '; no call is in flight, so it is empty' : `; ${plural(inFlight, 'call')} still in flight`;
    setText(this.#sentence, `${who}${calls}.`);
    this.#part.setAttribute('width', `${watchers === 0 ? (acknowledged ? 100 : 0) : (known / watchers) * 100}%`);
    this.#waiting.replaceChildren(
      ...waitingFor.slice(0, WAITING_SHOWN).map(({ node, application, session, applied }) =>
        h(
          'li',
          {},
          h('span', {}, `waiting for ${application ?? session ?? `node ${node}, which has not said who watches there`}${session && node ? ` at ${node}` : ''}`),
          h('span', { class: 'beside' }, session ? (applied ?? 'has not said') : ''),
        ),
      ),
    );
  }
}
