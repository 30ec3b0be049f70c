// @ts-check
/** Which services keep silent instances: asked for those that have any, since no stream tells it. */

import { getJson, servicePath } from './api.js';
import { Poll } from './poll.js';

/**
 * @typedef {{policy: string, on: boolean, since?: string, silent: number, sessions: number, kept: number, why: string,
 *   endsWhen?: string}} Protection
 */

const PERIOD_MILLIS = 5_000;
/** So many services are asked about at once. */
const MOST = 12;

export class Protections {
  /** @type {Poll<Map<string, Protection>>} */
  poll;

  /** @param {import('./store.js').Store} store @param {() => void} onNews */
  constructor(store, onNews) {
    this.poll = new Poll(
      async () => {
        const doubtful = [...store.services.values()].filter((service) => service.tally.byStatus.SUSPECT > 0);
        const views = await Promise.all(doubtful.slice(0, MOST).map((service) => getJson(servicePath(service.name))));
        return new Map(views.map((view) => [view.service, view.protection]));
      },
      PERIOD_MILLIS,
      onNews,
    );
  }

  /** How a service is protected, if it is now. @param {string} service @returns {Protection | undefined} */
  of(service) {
    const protection = this.poll.value?.get(service);
    return protection?.on ? protection : undefined;
  }
}
