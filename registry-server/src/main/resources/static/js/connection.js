// @ts-check
/** Says whether the picture is live: the pill in the bar, and the notices above the list. */

import { arrange, h, setAttribute, setText } from './dom.js';
import { timeOfDay } from './format.js';

/** @typedef {import('./stream.js').State} State */

/** A stream that comes back within this time was never worth a sentence. */
const GRACE_MILLIS = 1_000;

export class Connection {
  #pill;
  #pillWord = h('span', {}, 'Connecting');
  #pillTime = h('span', { class: 'since' });
  #notices;
  /** @type {State} */
  #state = { kind: 'connecting' };
  #hasPicture = false;
  #settled = true;
  /** @type {string | undefined} */
  #access;
  #downTime = h('b');
  #downText = h('span');
  #down;
  #unsettled = h(
    'div',
    { class: 'notice' },
    h('p', {}, h('b', {}, 'The registry has just started. '), 'Applications it knew before may still be coming back, so the list may lack some.'),
  );
  #loopback = h(
    'div',
    { class: 'notice quiet-notice', id: 'loopback' },
    h(
      'p',
      {},
      h('b', {}, 'Open to this machine only, '),
      'because no token is set. To let other machines in, start the registry with ',
      h('code', {}, '--ringmaster.server.token=…'),
      ' (16 characters or more).',
    ),
  );

  /** @param {HTMLElement} pill @param {HTMLElement} notices @param {() => void} onRetry */
  constructor(pill, notices, onRetry) {
    this.#pill = pill;
    pill.replaceChildren(h('i', { 'aria-hidden': 'true' }), h('span', {}, this.#pillWord, this.#pillTime));
    this.#notices = notices;
    this.#down = h(
      'div',
      { class: 'notice down', id: 'disconnected' },
      h('p', {}, this.#downTime, ' ', this.#downText),
      h('button', { type: 'button', onclick: onRetry }, 'Try now'),
    );
  }

  /** @param {State} state @param {boolean} hasPicture whether something was ever received */
  show(state, hasPicture) {
    this.#state = state;
    this.#hasPicture = hasPicture;
    this.tick();
  }

  /** @param {boolean} settled */
  showSettled(settled) {
    this.#settled = settled;
    this.tick();
  }

  /** @param {string | undefined} access who may reach the registry, in its own word */
  showAccess(access) {
    this.#access = access;
    this.tick();
  }

  /** Time has passed. */
  tick() {
    const state = this.#state;
    const downFor = state.kind === 'down' ? Date.now() - state.since : 0;
    const isDown = downFor >= GRACE_MILLIS;
    setAttribute(this.#pill, 'data-state', state.kind === 'down' && !isDown ? 'connecting' : state.kind);
    setText(this.#pillWord, this.#pillText(isDown));
    setText(this.#pillTime, state.kind === 'down' && isDown ? ` since ${timeOfDay(state.since)}` : '');
    document.documentElement.classList.toggle('stale', isDown || (state.kind === 'unauthorized' && this.#hasPicture));
    if (state.kind === 'down') {
      setText(this.#downTime, `Disconnected since ${timeOfDay(state.since)}.`);
      const picture = this.#hasPicture
        ? 'This is the last picture; services keep working from their own copy.'
        : 'Nothing has been received yet.';
      setText(this.#downText, `${picture} ${state.problem} Trying again.`);
    }
    const notices = [isDown && this.#down, !this.#settled && !isDown && this.#unsettled];
    if (this.#access === 'loopback-only') {
      notices.push(this.#loopback);
    }
    arrange(this.#notices, notices.filter((notice) => notice !== false));
  }

  /** @param {boolean} isDown */
  #pillText(isDown) {
    const state = this.#state;
    if (state.kind === 'down') {
      return isDown ? 'Disconnected' : 'Reconnecting';
    }
    return { connecting: 'Connecting', live: 'Live', paused: 'Paused', unauthorized: 'Not signed in' }[state.kind];
  }
}
