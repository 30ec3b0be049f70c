// @ts-check
/**
 * What the registry lists, as the stream told it: snapshots, then changes, and never anything else. It keeps the last
 * picture whatever happens to the stream. A registry that has just started and does not know its instances yet takes
 * nothing away until it says that its list is the whole truth; what is kept so is marked as held.
 */

import { Service, addTally, emptyTally } from './service.js';
import { keyOf, ofKey } from './route.js';

/**
 * @typedef {import('./service.js').Entry} Entry
 * @typedef {import('./service.js').Instance} Instance
 * @typedef {import('./sse.js').ServerEvent} ServerEvent
 * @typedef {{services: Set<string>, fresh: Set<Entry>}} Changes the services whose content is another, and the entries that
 *   came or changed
 */

export class Store {
  /** @type {Map<string, Service>} */
  services = new Map();
  /** What is held, as `<epoch>-<number>`; empty before the first complete list. */
  revision = '';
  settled = true;
  /** How many changes the stream has told since the page was opened. */
  changes = 0;
  /** @type {Changes} */
  #taken = { services: new Set(), fresh: new Set() };
  /** Snapshots of a stream that has not said `synced` yet; null once it has. @type {Map<string, any> | null} */
  #staging = null;

  get synced() {
    return this.revision !== '';
  }

  /** How many instances of all services have which status. */
  get tally() {
    const sum = emptyTally();
    for (const service of this.services.values()) {
      addTally(sum, service.tally);
    }
    return sum;
  }

  /** @param {string} key @returns {Entry | undefined} */
  entry(key) {
    const [service, id] = ofKey(key);
    return this.services.get(service)?.entries.get(id);
  }

  /** All services by name. */
  get sorted() {
    return [...this.services.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
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
      this.changes++;
      this.revision = id;
    } else if (type === 'synced') {
      this.#synced(content.revision, content.settled !== false);
    }
  }

  /** Returns what changed since the last call. @returns {Changes} */
  take() {
    const taken = this.#taken;
    this.#taken = { services: new Set(), fresh: new Set() };
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
      const entry = same ? old : entryOf(instance);
      after.put(entry);
      if (!same && this.synced) {
        this.#taken.fresh.add(entry);
      }
    }
    this.services.set(name, after);
    this.#taken.services.add(name);
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
    const entry = entryOf(instance);
    const before = service.put(entry);
    if (before) {
      this.#taken.fresh.delete(before);
    }
    this.#taken.fresh.add(entry);
    this.#taken.services.add(instance.service);
  }

  /** @param {string} name @param {string} id */
  #remove(name, id) {
    this.services.get(name)?.remove(id);
    this.#taken.services.add(name);
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

/** @param {Instance} instance @returns {Entry} */
const entryOf = (instance) => ({ key: keyOf(instance.service, instance.id), instance, held: false, since: Date.parse(instance.statusSince) });

/** @param {string} revision */
const epochOf = (revision) => revision.slice(0, revision.indexOf('-'));
