// @ts-check
/**
 * Keeps one stream open: reconnects with a growing, jittered delay, resumes where it was, notices a connection that has
 * gone silent, and rests while nobody looks at the tab, because a browser opens only six connections to one address.
 */

import { ApiError, call, explain } from './api.js';
import { EventReader } from './sse.js';

/**
 * @typedef {{kind: 'connecting'}
 *   | {kind: 'live'}
 *   | {kind: 'resting'}
 *   | {kind: 'down', since: number, retryAt: number, problem: string}
 *   | {kind: 'unauthorized', problem: string}} State
 * @typedef {object} Handler
 * @property {() => void} onOpen a stream begins
 * @property {(event: import('./sse.js').ServerEvent) => void} onEvent may throw when the event makes no sense
 * @property {(state: State) => void} onState
 */

/** A half-open connection reports no error. The registry sends a line every few seconds, so this much silence is one. */
const SILENCE_MILLIS = 25_000;
/** On a busy stream the browser gathers what arrives, and it is read so often: reading costs by the piece, not by the byte. */
const READ_MILLIS = 250;
/** A piece of this size may not be all that has been gathered. */
const LARGE_BYTES = 16_384;
const CONNECT_MILLIS = 10_000;
const FIRST_DELAY_MILLIS = 300;
const LONGEST_DELAY_MILLIS = 4_000;
const HIDDEN_MILLIS = 5_000;

export class Stream {
  #path;
  #handler;
  /** The last revision that is complete; empty to start over. */
  #lastId = '';
  #failures = 0;
  #lastHeard = 0;
  /** Whether the list is complete, so that only changes come. */
  #live = false;
  /** When the picture stopped being live; 0 while it is. */
  #downSince = 0;
  /** The connection that counts; one that was replaced finds another here and ends silently. @type {AbortController | null} */
  #current = null;
  #retryTimer = 0;
  #hiddenTimer = 0;
  #resting = false;

  /** @param {string} path @param {Handler} handler */
  constructor(path, handler) {
    this.#path = path;
    this.#handler = handler;
    document.addEventListener('visibilitychange', () => this.#visibilityChanged());
    // A page that the browser keeps for its back button would keep its connection too.
    window.addEventListener('pagehide', () => this.#rest());
    window.addEventListener('pageshow', () => this.#visibilityChanged());
  }

  /** Connects as soon as somebody looks: tabs that were opened behind this one wait. */
  start() {
    if (document.hidden) {
      this.#resting = true;
    } else {
      this.connect();
    }
  }

  /** Connects now, whatever it was waiting for. */
  connect() {
    this.#stop();
    this.#resting = false;
    const controller = new AbortController();
    this.#current = controller;
    this.#live = false;
    if (this.#downSince === 0) {
      this.#handler.onState({ kind: 'connecting' });
    }
    this.#read(controller).then(
      () => this.#ended(controller, new Error('The registry closed the stream.')),
      (failure) => this.#ended(controller, failure),
    );
  }

  /** @param {AbortController} controller */
  async #read(controller) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'text/event-stream' };
    if (this.#lastId !== '') {
      headers['Last-Event-ID'] = this.#lastId;
    }
    let watchdog = silenceTimer(controller, CONNECT_MILLIS, 'The registry did not answer.');
    try {
      const response = await call(this.#path, { headers, signal: controller.signal });
      if (!response.body || controller !== this.#current) {
        return;
      }
      this.#handler.onOpen();
      const reader = new EventReader((event) => this.#event(controller, event));
      const body = response.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        clearTimeout(watchdog);
        this.#lastHeard = Date.now();
        watchdog = silenceTimer(controller, SILENCE_MILLIS, 'Nothing was heard from the registry.');
        const { done, value } = await body.read();
        if (done || controller !== this.#current) {
          return;
        }
        reader.feed(decoder.decode(value, { stream: true }));
        if (this.#live && value.length < LARGE_BYTES) {
          await pause(READ_MILLIS);
        }
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  /** @param {AbortController} controller @param {import('./sse.js').ServerEvent} event */
  #event(controller, event) {
    if (controller !== this.#current) {
      return;
    }
    if (event.type === 'bye') {
      throw new Error('The registry is leaving.');
    }
    try {
      this.#handler.onEvent(event);
    } catch (failure) {
      this.#lastId = '';
      throw failure;
    }
    if (event.type === 'synced') {
      this.#live = true;
      this.#failures = 0;
      this.#downSince = 0;
      this.#handler.onState({ kind: 'live' });
    }
    // Before `synced` the list is not complete, and a stream cut there must not resume from it.
    if (event.id !== '' && event.type !== 'snapshot') {
      this.#lastId = event.id;
    }
  }

  /** @param {AbortController} controller @param {unknown} failure */
  #ended(controller, failure) {
    if (controller !== this.#current) {
      return;
    }
    const silence = controller.signal.reason instanceof Silence ? controller.signal.reason : null;
    this.#downSince ||= silence && this.#lastHeard ? this.#lastHeard : Date.now();
    const problem = explain(silence ?? failure);
    controller.abort();
    this.#current = null;
    if (failure instanceof ApiError && failure.status === 401) {
      this.#handler.onState({ kind: 'unauthorized', problem });
      return;
    }
    const longest = Math.min(FIRST_DELAY_MILLIS * 2 ** this.#failures++, LONGEST_DELAY_MILLIS);
    const delay = longest * (0.6 + 0.4 * Math.random());
    this.#retryTimer = window.setTimeout(() => this.connect(), delay);
    this.#handler.onState({ kind: 'down', since: this.#downSince, retryAt: Date.now() + delay, problem });
  }

  #stop() {
    clearTimeout(this.#retryTimer);
    const current = this.#current;
    this.#current = null;
    current?.abort();
  }

  #visibilityChanged() {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) {
      this.#hiddenTimer = window.setTimeout(() => this.#rest(), HIDDEN_MILLIS);
    } else if (this.#resting) {
      this.connect();
    }
  }

  #rest() {
    if (this.#current || this.#downSince) {
      this.#stop();
      this.#resting = true;
      this.#handler.onState({ kind: 'resting' });
    }
  }
}

class Silence extends Error {}

/** @param {number} millis @returns {Promise<void>} */
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** @param {AbortController} controller @param {number} millis @param {string} sentence */
function silenceTimer(controller, millis, sentence) {
  return window.setTimeout(() => controller.abort(new Silence(sentence)), millis);
}
