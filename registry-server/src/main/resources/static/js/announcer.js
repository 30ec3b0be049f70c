// @ts-check
/** Tells those who hear the page what changed, as a summary and not more often than every 5 s. */

import { plural } from './format.js';

const PERIOD_MILLIS = 5_000;

export class Announcer {
  #root;
  #changes = 0;
  #timer = 0;
  #last = 0;
  #summary;

  /** @param {HTMLElement} root @param {() => string} summary how things stand */
  constructor(root, summary) {
    this.#root = root;
    this.#summary = summary;
  }

  /** @param {number} changes */
  changed(changes) {
    this.#changes += changes;
    if (this.#changes > 0 && !this.#timer) {
      const wait = Math.max(0, this.#last + PERIOD_MILLIS - Date.now());
      this.#timer = window.setTimeout(() => this.#say(), wait);
    }
  }

  /** Says something now. @param {string} sentence */
  now(sentence) {
    this.#last = Date.now();
    this.#root.textContent = sentence;
  }

  #say() {
    this.#timer = 0;
    this.now(`${plural(this.#changes, 'change')}. ${this.#summary()}`);
    this.#changes = 0;
  }
}
