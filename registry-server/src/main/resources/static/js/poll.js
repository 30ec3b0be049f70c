// @ts-check
/** Asks the registry again and again for what no stream tells, as long as somebody looks at the page. */

import { ApiError, explain } from './api.js';

/** The pause when something changed while it was asked. */
const SOON_MILLIS = 500;

/** @template T */
export class Poll {
  /** The last answer. @type {T | null} */
  value = null;
  /** Why there is no newer one, as a sentence; empty when there is. */
  problem = '';
  #ask;
  #everyMillis;
  #onNews;
  #timer = 0;
  #due = 0;
  #asking = false;
  /** Counts the questions, so that an answer is known to be the last one's. */
  #round = 0;
  #running = false;
  #again = false;

  /**
   * @param {() => Promise<T>} ask
   * @param {number} everyMillis the pause after an answer; 0 to ask only when told to
   * @param {() => void} onNews there is another answer or problem
   */
  constructor(ask, everyMillis, onNews) {
    this.#ask = ask;
    this.#everyMillis = everyMillis;
    this.#onNews = onNews;
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      void this.#now();
    }
  }

  /** What is still on its way is another's answer by the time it comes. */
  stop() {
    this.#running = false;
    this.#round++;
    this.#asking = false;
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  /** Asks within this time, however often it is told to. @param {number} millis */
  within(millis) {
    if (this.#asking) {
      this.#again = true;
    } else if (this.#running && (!this.#timer || Date.now() + millis < this.#due)) {
      this.#schedule(millis);
    }
  }

  async #now() {
    const round = ++this.#round;
    this.#timer = 0;
    this.#asking = true;
    this.#again = false;
    let value = this.value;
    let problem = '';
    try {
      value = await this.#ask();
    } catch (failure) {
      problem = explain(failure);
      value = failure instanceof ApiError && failure.status === 404 ? null : value;
    }
    if (round !== this.#round) {
      return;
    }
    this.value = value;
    this.problem = problem;
    this.#asking = false;
    this.#onNews();
    const next = this.#again ? SOON_MILLIS : this.#everyMillis;
    if (next > 0 && this.#running) {
      this.#schedule(next);
    }
  }

  /** @param {number} millis */
  #schedule(millis) {
    clearTimeout(this.#timer);
    this.#due = Date.now() + millis;
    this.#timer = window.setTimeout(() => void this.#now(), millis);
  }
}
