// @ts-check
/** One service of the list and its instances: kept in order and counted change by change, so that a change costs little. */

import { IN_BARS } from './status.js';

/**
 * @typedef {import('./status.js').Status} Status
 * @typedef {{status?: Status, weight?: number, reason?: string, by?: string, since: string, expiresAt?: string}} Override
 * @typedef {object} Instance as the registry writes it
 * @property {string} service
 * @property {string} id
 * @property {string} [scheme]
 * @property {string} host
 * @property {number} port
 * @property {string} [zone]
 * @property {number} weight
 * @property {Record<string, string>} metadata
 * @property {number} ttlSeconds
 * @property {{type: string, path?: string}} check
 * @property {string} [session]
 * @property {number} incarnation
 * @property {Status} reported
 * @property {Override} [override]
 * @property {string} observed
 * @property {string} [observedCause]
 * @property {string} registeredAt
 * @property {string} statusSince
 * @property {Status} status
 *
 * @typedef {{key: string, instance: Instance, held: boolean, since: number}} Entry replaced, never changed: another object means another
 *   content; `since` is that of its status, in milliseconds
 * @typedef {{byStatus: Record<Status, number>, listed: number, held: number}} Tally held entries are in no status
 */

export class Service {
  /** @type {Map<string, Entry>} */
  entries = new Map();
  tally = emptyTally();
  /** By id; null while nobody wants it. @type {Entry[] | null} */
  #sorted = null;

  /**
   * @param {string} name
   * @param {boolean} known whether the registry lists it; false when all its entries are held
   */
  constructor(name, known) {
    this.name = name;
    this.known = known;
  }

  /** Returns what was there before. @param {Entry} entry */
  put(entry) {
    const { id } = entry.instance;
    const before = this.entries.get(id);
    this.entries.set(id, entry);
    if (before) {
      this.#count(before, -1);
    }
    this.#count(entry, 1);
    if (this.#sorted) {
      this.#sorted.splice(position(this.#sorted, id), before ? 1 : 0, entry);
    }
    return before;
  }

  /** @param {string} id */
  remove(id) {
    const before = this.entries.get(id);
    if (before) {
      this.entries.delete(id);
      this.#count(before, -1);
      this.#sorted?.splice(position(this.#sorted, id), 1);
    }
  }

  /** All entries, by id; to be read only. */
  get sorted() {
    this.#sorted ??= [...this.entries.values()].sort((a, b) => (a.instance.id < b.instance.id ? -1 : 1));
    return this.#sorted;
  }

  /** How many callers may use: those that are up, or, when none is, those that are suspect. */
  get routable() {
    return this.tally.byStatus.UP || this.tally.byStatus.SUSPECT;
  }

  /** @param {Entry} entry @param {number} by */
  #count({ instance, held }, by) {
    if (held) {
      this.tally.held += by;
    } else {
      this.tally.listed += by;
      this.tally.byStatus[instance.status] += by;
    }
  }
}

/** Whether callers may use an instance of a service now. @param {Service} service @param {Entry} entry */
export const isRoutable = (service, { instance, held }) =>
  !held && (instance.status === 'UP' || (instance.status === 'SUSPECT' && service.tally.byStatus.UP === 0));

/** The status of an entry, or HELD for one kept from before the registry restarted. @param {Entry} entry */
export const statusOf = (entry) => (entry.held ? 'HELD' : entry.instance.status);

/** @returns {Tally} */
export function emptyTally() {
  const byStatus = /** @type {Record<Status, number>} */ (Object.fromEntries(IN_BARS.map((status) => [status, 0])));
  return { byStatus, listed: 0, held: 0 };
}

/** @param {Tally} sum @param {Tally} part */
export function addTally(sum, part) {
  sum.listed += part.listed;
  sum.held += part.held;
  for (const status of IN_BARS) {
    sum.byStatus[status] += part.byStatus[status];
  }
}

/** Where an id stands, or would stand. @param {Entry[]} sorted @param {string} id */
function position(sorted, id) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].instance.id < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
