// @ts-check
/**
 * What the registry lists, as the stream told it: snapshots, then changes, and never anything else. It keeps the last
 * picture whatever happens to the stream. A registry that has just started and does not know its instances yet takes
 * nothing away until it says that its list is the whole truth; what is kept so is marked as held.
 */

import { IN_BARS } from './status.js';

/**
 * @typedef {import('./status.js').Status} Status
 * @typedef {import('./sse.js').ServerEvent} ServerEvent
 * @typedef {{status?: Status, weight?: number, reason?: string, by?: string, since: string, expiresAt?: string}} Override
 * @typedef {object} Instance
 * @property {string} service
 * @property {string} id
 * @property {string} [scheme]
 * @property {string} host
 * @property {number} port
 * @property {string} [zone]
 * @property {number} weight
 * @property {Status} reported
 * @property {Override} [override]
 * @property {string} observed
 * @property {string} [observedCause]
 * @property {string} registeredAt
 * @property {string} statusSince
 * @property {Status} status
 *
 * @typedef {{instance: Instance, held: boolean}} Entry replaced, never changed: another object means another content
 * @typedef {{byStatus: Record<Status, number>, listed: number, held: number}} Tally held entries are in no status
 */

/** The instances of one service. */
export class Service {
  /** @type {Map<string, Entry>} */
  entries = new Map();
  /** @type {Entry[] | null} */
  #sorted = null;
  /** @type {Tally | null} */
  #tally = null;

  /**
   * @param {string} name
   * @param {boolean} known whether the registry lists it; false when all its entries are held
   */
  constructor(name, known) {
    this.name = name;
    this.known = known;
  }

  /** @param {Entry} entry */
  put(entry) {
    this.entries.set(entry.instance.id, entry);
    this.#sorted = this.#tally = null;
  }

  /** @param {string} id */
  remove(id) {
    this.entries.delete(id);
    this.#sorted = this.#tally = null;
  }

  /** All entries, by id. */
  get sorted() {
    this.#sorted ??= [...this.entries.values()].sort((a, b) => compare(a.instance.id, b.instance.id));
    return this.#sorted;
  }

  /** How many entries have which status. */
  get tally() {
    if (this.#tally === null) {
      this.#tally = emptyTally();
      for (const { instance, held } of this.entries.values()) {
        if (held) {
          this.#tally.held++;
        } else {
          this.#tally.listed++;
          this.#tally.byStatus[instance.status]++;
        }
      }
    }
    return this.#tally;
  }
}

/** @param {string} a @param {string} b */
export const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** @returns {Tally} */
function emptyTally() {
  const byStatus = /** @type {Record<Status, number>} */ (Object.fromEntries(IN_BARS.map((status) => [status, 0])));
  return { byStatus, listed: 0, held: 0 };
}

export class Store {
  /** @type {Map<string, Service>} */
  services = new Map();
  /** What is held, as `<epoch>-<number>`; empty before the first complete list. */
  revision = '';
  settled = true;
  /** Services whose content is another than at the last take(). @type {Set<string>} */
  #changed = new Set();
  /** Entries that came or changed since then. @type {Set<Entry>} */
  #fresh = new Set();
  /** Snapshots of a stream that has not said `synced` yet; null once it has. @type {Map<string, any> | null} */
  #staging = null;

  get synced() {
    return this.revision !== '';
  }

  /** How many instances of all services have which status. */
  get tally() {
    const sum = emptyTally();
    for (const { tally } of this.services.values()) {
      sum.listed += tally.listed;
      sum.held += tally.held;
      IN_BARS.forEach((status) => (sum.byStatus[status] += tally.byStatus[status]));
    }
    return sum;
  }

  /** A new stream begins. */
  connected() {
    this.#staging = new Map();
  }

  /**
   * Takes in an event of the stream.
   *
   * @param {ServerEvent} event
   * @throws {Error} if the stream makes no sense; the caller must start over without a revision
   */
  accept({ type, id, data }) {
    const content = JSON.parse(data);
    if (type === 'snapshot') {
      if (this.#staging) {
        this.#staging.set(content.service, content);
      } else {
        this.#replace(content.service, content.known ? content.instances : null, false);
      }
    } else if (type === 'put' || type === 'remove') {
      this.#requireSameHistory(id);
      if (type === 'put') {
        this.#put(content.instance);
      } else {
        this.#remove(content.service, content.id);
      }
      this.revision = id;
    } else if (type === 'synced') {
      this.#synced(content.revision, content.settled !== false);
    }
  }

  /** Returns what changed since the last call. */
  take() {
    const taken = { services: this.#changed, fresh: this.#fresh };
    this.#changed = new Set();
    this.#fresh = new Set();
    return taken;
  }

  /** @param {string} revision */
  #requireSameHistory(revision) {
    if (!this.synced || epochOf(revision) !== epochOf(this.revision) || this.#staging?.size) {
      throw new Error('A change came before the list it changes was complete.');
    }
  }

  /** @param {string} revision @param {boolean} settled */
  #synced(revision, settled) {
    const received = this.#staging;
    this.#staging = null;
    this.settled = settled;
    const resumed = this.synced && epochOf(revision) === epochOf(this.revision) && !received?.size;
    if (resumed) {
      if (settled) {
        this.#dropHeld();
      }
    } else {
      for (const name of new Set([...this.services.keys(), ...(received?.keys() ?? [])])) {
        const snapshot = received?.get(name);
        this.#replace(name, snapshot?.known ? snapshot.instances : null, !settled);
      }
    }
    this.revision = revision;
  }

  /**
   * Replaces the whole of a service; entries with the same content stay what they are.
   *
   * @param {string} name
   * @param {Instance[] | null} instances null when the registry does not know the service
   * @param {boolean} hold whether to keep what is not in the new list
   */
  #replace(name, instances, hold) {
    const before = this.services.get(name);
    const after = new Service(name, instances !== null);
    for (const entry of hold && before ? before.entries.values() : []) {
      after.put(entry.held ? entry : { ...entry, held: true });
    }
    for (const instance of instances ?? []) {
      const old = before?.entries.get(instance.id);
      const same = old && !old.held && JSON.stringify(old.instance) === JSON.stringify(instance);
      const entry = same ? old : { instance, held: false };
      after.put(entry);
      if (!same && this.synced) {
        this.#fresh.add(entry);
      }
    }
    this.services.set(name, after);
    this.#changed.add(name);
    this.#forgetIfUnknown(after);
  }

  /** @param {Instance} instance */
  #put(instance) {
    let service = this.services.get(instance.service);
    if (!service) {
      service = new Service(instance.service, true);
      this.services.set(instance.service, service);
    }
    service.known = true;
    const entry = { instance, held: false };
    service.put(entry);
    this.#fresh.add(entry);
    this.#changed.add(instance.service);
  }

  /** @param {string} name @param {string} id */
  #remove(name, id) {
    this.services.get(name)?.remove(id);
    this.#changed.add(name);
  }

  #dropHeld() {
    for (const service of this.services.values()) {
      for (const entry of [...service.entries.values()].filter((each) => each.held)) {
        this.#remove(service.name, entry.instance.id);
      }
      this.#forgetIfUnknown(service);
    }
  }

  /** @param {Service} service */
  #forgetIfUnknown(service) {
    if (!service.known && service.entries.size === 0) {
      this.services.delete(service.name);
    }
  }
}

/** @param {string} revision */
const epochOf = (revision) => revision.slice(0, revision.indexOf('-'));
