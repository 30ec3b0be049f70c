// @ts-check
/** How many changes there were in each of the last ten minutes' seconds, and since when that is known. */

import { clock } from './clock.js';

const PULSE_SECONDS = 600;

export class Pulse {
  /** @type {Map<number, number>} */
  #counts = new Map();
  #knownSince = second();

  /** @param {number} changes that came now */
  count(changes) {
    const now = second();
    this.#counts.set(now, (this.#counts.get(now) ?? 0) + changes);
  }

  /**
   * Takes in what was before the page was opened.
   *
   * @param {{at: string}[]} events the newest first
   * @param {boolean} all whether there were no others
   */
  seed(events, all) {
    for (const event of events) {
      const at = Math.floor(Date.parse(event.at) / 1_000);
      if (at < this.#knownSince) {
        this.#counts.set(at, (this.#counts.get(at) ?? 0) + 1);
      }
    }
    const oldest = events.length === 0 || all ? 0 : Math.ceil(Date.parse(events[events.length - 1].at) / 1_000);
    this.#knownSince = Math.min(this.#knownSince, oldest);
  }

  /** Changes per second, averaged over the last five whole ones. */
  get rate() {
    let sum = 0;
    for (let at = second() - 5; at < second(); at++) {
      sum += this.#counts.get(at) ?? 0;
    }
    return sum / 5;
  }

  /**
   * Returns the changes of each step of the last ten minutes, the oldest first; null where they are not known.
   *
   * @param {number} stepSeconds
   */
  series(stepSeconds) {
    const now = second();
    for (const at of this.#counts.keys()) {
      if (at <= now - PULSE_SECONDS) {
        this.#counts.delete(at);
      }
    }
    /** @type {(number | null)[]} */
    const steps = [];
    for (let from = now - PULSE_SECONDS + 1; from <= now; from += stepSeconds) {
      let sum = 0;
      for (let at = from; at < from + stepSeconds; at++) {
        sum += this.#counts.get(at) ?? 0;
      }
      steps.push(from < this.#knownSince ? null : sum);
    }
    return steps;
  }
}

const second = () => Math.floor(clock.now() / 1_000);
