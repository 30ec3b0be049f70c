// @ts-check
/** Says whether the picture is live: the pill in the bar, and the notices above the list. */

import { agreement } from './cluster.js';
import { arrange, h, icon, setAttribute, setText } from './dom.js';
import { count, timeOfDay } from './format.js';
import { href } from './route.js';

/** @typedef {import('./stream.js').State} State */

/** A stream that comes back within this time was never worth a sentence. */
const GRACE_MILLIS = 1_000;

export class Connection {
  #app;
  #pill;
  #pillWord = h('span', {}, 'Connecting');
  #pillBeside = h('span', { class: 'beside' });
  #notices;
  /** @type {State} */
  #state = { kind: 'connecting' };
  /** How many changes are not shown; null while all are. @type {(() => number) | null} */
  #held = null;
  #downTime = h('b');
  #downText = h('span');
  #down;
  #unsettled = h(
    'div',
    { class: 'notice' },
    h('p', {}, h('b', {}, 'The registry has just started. '), 'Applications it knew before may still be coming back, so the list may lack some.'),
  );
  #disagreeing = h('div', { class: 'notice warn', id: 'disagreeing' }, h('p', {}, h('b'), ' Each goes on with what it knows, and they compare until they agree.'), h('a', { href: href(['nodes']) }, 'See the nodes'));
  #loopback = h(
    'div',
    { class: 'notice quiet-notice', id: 'loopback' },
    h(
      'p',
      {},
      h('b', {}, 'Open to this machine only, '),
      'because no token is set.',
      h('span', { class: 'only-wide' }, ' To let other machines in, start the registry with ', h('code', {}, '--ringmaster.server.token=…'), ' (16 characters or more).'),
    ),
    h('button', { type: 'button', class: 'quiet icon', 'aria-label': 'Close this note', onclick: () => this.#closeLoopback() }, icon('close')),
  );
  #loopbackClosed = false;

  /**
   * @param {HTMLElement} pill
   * @param {HTMLElement} notices
   * @param {import('./app.js').App} app
   * @param {{retry: () => void, pause: () => void}} on
   */
  constructor(pill, notices, app, { retry, pause }) {
    this.#app = app;
    this.#pill = pill;
    pill.replaceChildren(h('i', { 'aria-hidden': 'true' }), this.#pillWord, this.#pillBeside);
    pill.addEventListener('click', () => (this.#state.kind === 'down' ? retry() : pause()));
    this.#notices = notices;
    this.#down = h(
      'div',
      { class: 'notice down', id: 'disconnected' },
      h('p', {}, this.#downTime, ' ', this.#downText),
      h('button', { type: 'button', onclick: retry }, 'Try now'),
    );
  }

  /** @param {State} state */
  show(state) {
    this.#state = state;
    this.tick();
  }

  /** @param {boolean} paused @param {() => number} held how many changes are not shown */
  showPaused(paused, held) {
    this.#held = paused ? held : null;
    this.tick();
    if (paused) {
      setTimeout(() => this.#countHeld(), 1_000);
    }
  }

  #countHeld() {
    if (this.#held) {
      this.tick();
      setTimeout(() => this.#countHeld(), 1_000);
    }
  }

  #closeLoopback() {
    this.#loopbackClosed = true;
    this.tick();
  }

  /** Time has passed. */
  tick() {
    const state = this.#state;
    const { store, cluster, access, pulse } = this.#app;
    const downFor = state.kind === 'down' ? Date.now() - state.since : 0;
    const isDown = downFor >= GRACE_MILLIS;
    const shown = this.#held && state.kind === 'live' ? 'paused' : state.kind === 'down' && !isDown ? 'connecting' : state.kind;
    setAttribute(this.#pill, 'data-state', shown);
    setAttribute(this.#pill, 'title', shown === 'paused' ? 'Show what happened' : shown === 'live' ? 'Pause what is shown' : null);
    setText(this.#pillWord, this.#held ? 'Paused' : this.#pillText(isDown));
    const rate = pulse.rate;
    const live = this.#held ? ` ${count(this.#held())} held` : rate >= 1 ? ` ${count(Math.round(rate))}/s` : '';
    setText(this.#pillBeside, state.kind === 'down' && isDown ? ` since ${timeOfDay(state.since)}` : state.kind === 'live' ? live : '');
    document.documentElement.classList.toggle('stale', isDown || (state.kind === 'unauthorized' && store.synced));
    if (state.kind === 'down') {
      setText(this.#downTime, `Disconnected since ${timeOfDay(state.since)}.`);
      const picture = store.synced
        ? 'This is the last picture; services keep working from their own copy.'
        : 'Nothing has been received yet.';
      setText(this.#downText, `${picture} ${state.problem} Trying again.`);
    }
    const disagrees = cluster.value !== null && !cluster.value.agreed && !isDown;
    if (cluster.value && disagrees) {
      setText(/** @type {Node} */ (this.#disagreeing.querySelector('b')), `${agreement(cluster.value).sentence}.`);
    }
    const notices = [
      isDown && this.#down,
      store.synced && !store.settled && !isDown && this.#unsettled,
      disagrees && this.#disagreeing,
      access === 'loopback-only' && !this.#loopbackClosed && this.#loopback,
    ];
    arrange(this.#notices, notices.filter((notice) => notice !== false));
  }

  /** @param {boolean} isDown */
  #pillText(isDown) {
    const state = this.#state;
    if (state.kind === 'down') {
      return isDown ? 'Disconnected' : 'Reconnecting';
    }
    return { connecting: 'Connecting', live: 'Live', resting: 'Resting', unauthorized: 'Not signed in' }[state.kind];
  }
}
