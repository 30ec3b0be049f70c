// @ts-check
/** What all pages share: what is known of the registry, where it comes from, and what may be done. */

import { getJson, person, token } from './api.js';
import { Loads } from './loads.js';
import { learnPerson } from './people.js';
import { Poll } from './poll.js';
import { Protections } from './protections.js';
import { Pulse } from './pulse.js';
import { Store } from './store.js';
import { Stream } from './stream.js';

/**
 * @typedef {import('./store.js').Changes} Changes
 * @typedef {import('./route.js').Route} Route
 * @typedef {{at: string, revision: string, service: string, instance: string, event: string, was?: string, status?: string,
 *   cause?: string}} RegistryEvent
 * @typedef {{id: string, state: string, self: boolean, startedAt?: string, settled?: boolean, revision?: string,
 *   services?: number, instances: number, digest?: string, heardAt?: string, disagreeingSince?: string}} Node
 * @typedef {{agreed: boolean, disagreeingSince?: string, nodes: Node[]}} Cluster
 *
 * @typedef {object} Page
 * @property {HTMLElement} element
 * @property {string} title
 * @property {boolean} [fills] whether it has the height of the window rather than one of its own
 * @property {(route: Route) => void} show the address is this one now
 * @property {(changes: Changes | null) => void} update the list has changed; null: look at everything again
 * @property {() => void} [tick] a second has passed, or something that is polled is another
 * @property {() => void} [leave] it is no longer seen
 *
 * @typedef {'loopback-only' | 'token' | 'token-to-write'} Access
 */

const CLUSTER_MILLIS = 5_000;
const EVENTS_SHOWN = 6;
/** As many as the registry gives at once. */
export const MOST_EVENTS = 1_000;

export class App {
  store = new Store();
  pulse = new Pulse();
  /** Who may reach the registry, in its own word; undefined until it has said so. @type {Access | undefined} */
  access;
  /** How people sign in who have no token; undefined where they cannot. @type {import('./people.js').Ways | undefined} */
  ways;
  /** The registry's version, which the starter shares. @type {string | undefined} */
  version;
  loads;
  /** @type {Poll<Cluster>} */
  cluster;
  /** The latest events. @type {Poll<RegistryEvent[]>} */
  latest;
  protections;
  stream;
  /** Whether the registry is there. */
  connected = true;
  /** Asks for the token. */
  signIn = () => {};

  /**
   * @param {object} heard
   * @param {() => void} heard.onChange the stream told something
   * @param {(state: import('./stream.js').State) => void} heard.onState
   * @param {() => void} heard.onNews something that is polled is another
   */
  constructor({ onChange, onState, onNews }) {
    this.loads = new Loads(() => [...this.store.services.keys()], onNews);
    this.cluster = new Poll(() => getJson('v1/cluster'), CLUSTER_MILLIS, onNews);
    this.latest = new Poll(async () => (await getJson(`v1/events?limit=${EVENTS_SHOWN}`)).events, 0, onNews);
    this.protections = new Protections(this.store, onNews);
    this.stream = new Stream('v1/watch', {
      onOpen: () => this.store.connected(),
      onEvent: (event) => {
        const before = this.store.changes;
        this.store.accept(event);
        this.pulse.count(this.store.changes - before);
        if (event.type !== 'snapshot') {
          onChange();
        }
      },
      onState,
    });
  }

  /** The stream lives: so does all that is polled. */
  wake() {
    [this.loads.poll, this.cluster, this.latest, this.protections.poll].forEach((poll) => poll.start());
  }

  sleep() {
    [this.loads.poll, this.cluster, this.latest, this.protections.poll].forEach((poll) => poll.stop());
  }

  /** Asks for what only the registry itself can say; where it is silent, nothing is shown. */
  async learn() {
    // Without the token, because a wrong one would be refused here too.
    const info = await fetch(new URL('actuator/info', document.baseURI)).then((answer) => answer.json()).catch(() => ({}));
    this.access = info.access;
    this.ways = info.signIn;
    this.version = info.build?.version;
    if (this.ways) {
      await learnPerson().catch(() => {});
    }
  }

  /** Asks once for what happened before the page was opened. */
  async remember() {
    const { events } = await getJson(`v1/events?limit=${MOST_EVENTS}`);
    this.pulse.seed(events, events.length < MOST_EVENTS);
  }

  /** Whether reading takes nothing, changing something does, and nobody is signed in. */
  get looksOnly() {
    return this.access === 'token-to-write' && token.get() === null && !person.csrf;
  }

  /** Why nothing may be changed now, or null when it may. */
  get mayNotAct() {
    if (!this.connected) {
      return 'Disconnected: nothing can be changed until the registry is back.';
    }
    return this.looksOnly ? `You are looking only: changing something takes ${this.ways ? 'somebody who signs in' : 'the token'}.` : null;
  }
}
