// @ts-check
/**
 * How many requests the instances say to be serving. Load is no part of the list and is not pushed: it is asked for by a beat,
 * as callers do. The session of that beat has no stream, so that no drain ever waits for somebody's browser.
 */

import { tell } from './api.js';
import { Poll } from './poll.js';

const PERIOD_MILLIS = 5_000;
/** The registry answers for so many services at once. */
const AT_ONCE = 100;
const KEPT = 120;

/** @typedef {Record<string, Record<string, number>>} Load by service and id */

export class Loads {
  /** All calls in flight at each of the last times, the oldest first. @type {number[]} */
  totals = [];
  /** How many instances have reported. */
  reporting = 0;
  #session = `page-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`;
  poll;

  /** @param {() => string[]} services @param {() => void} onNews */
  constructor(services, onNews) {
    this.poll = new Poll(
      () => this.#ask(services()),
      PERIOD_MILLIS,
      () => {
        this.#sum();
        onNews();
      },
    );
  }

  /** What an instance said last; undefined when it has not said so lately. @param {string} service @param {string} id */
  of(service, id) {
    return this.poll.value?.[service]?.[id];
  }

  /** The sum of a service; undefined when none of it has said so lately. @param {string} service */
  ofService(service) {
    const loads = this.poll.value?.[service];
    return loads ? Object.values(loads).reduce((sum, each) => sum + each, 0) : undefined;
  }

  /** @param {string[]} services @returns {Promise<Load>} */
  async #ask(services) {
    /** @type {Load} */
    const load = {};
    for (let from = 0; from < services.length; from += AT_ONCE) {
      const answer = await tell('PUT', `v1/sessions/${this.#session}`, { loadOf: services.slice(from, from + AT_ONCE) });
      Object.assign(load, (await answer.json()).load);
    }
    return load;
  }

  #sum() {
    const numbers = Object.values(this.poll.value ?? {}).flatMap((ofService) => Object.values(ofService));
    this.reporting = this.poll.problem === '' ? numbers.length : 0;
    if (this.reporting > 0) {
      this.totals.push(numbers.reduce((sum, each) => sum + each, 0));
      this.totals.splice(0, this.totals.length - KEPT);
    } else {
      this.totals = [];
    }
  }
}
