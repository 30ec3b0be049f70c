// @ts-check
/** What needs a person: ranked sentences about services that are not as they should be. */

import { count, plural } from './format.js';
import { statusOf } from './service.js';
import { word } from './status.js';

/**
 * @typedef {import('./service.js').Service} Service
 * @typedef {{service: string, rank: number, part: number, status: string, sentence: string, since: string}} Concern of the
 *   smallest rank is the most urgent
 */

/** More changes at once are not followed one by one. */
const FEW = 3;

/** What makes a service a concern, the most urgent first. */
const RANKS = ['DOWN', 'SUSPECT', 'OUT_OF_SERVICE', 'DRAINING', 'STARTING', 'HELD'];

/** Returns what is wrong with a service, or null when it is as it should be. @param {Service} service @returns {Concern | null} */
export function concernOf(service) {
  const { byStatus, listed, held } = service.tally;
  if (byStatus.UP === listed && held === 0) {
    return null;
  }
  const found = RANKS.filter((status) => (status === 'HELD' ? held : byStatus[/** @type {never} */ (status)]) > 0);
  const worst = found[0];
  const affected = service.sorted.filter((entry) => statusOf(entry) === worst);
  const nobody = listed > 0 && service.routable === 0;
  return {
    service: service.name,
    rank: nobody ? 0 : 1 + RANKS.indexOf(worst),
    part: affected.length / Math.max(1, listed),
    status: worst,
    sentence: sentence(service, found, affected, nobody),
    since: affected.reduce((first, { instance }) => (instance.statusSince < first ? instance.statusSince : first), '9'),
  };
}

/** The services that get an outline because something came or changed; none when so much does that it would be all of them. @param {import('./store.js').Changes | null} changes */
export const freshServices = (changes) =>
  new Set(changes && changes.fresh.size <= FEW ? [...changes.fresh].map((entry) => entry.instance.service) : []);

/** @param {Concern} a @param {Concern} b */
export const byUrgency = (a, b) => a.rank - b.rank || b.part - a.part || (a.service < b.service ? -1 : 1);

/**
 * @param {Service} service
 * @param {string[]} found
 * @param {import('./service.js').Entry[]} affected those of the worst status
 * @param {boolean} nobody whether callers may use none
 */
function sentence({ tally: { byStatus, listed, held } }, found, affected, nobody) {
  const parts = found.map((status) =>
    status === 'HELD' ? `${count(held)} not back yet` : `${count(byStatus[/** @type {never} */ (status)])} ${word(status).toLowerCase()}`,
  );
  if (nobody) {
    return `Nobody can be called: ${parts.join(', ')}`;
  }
  if (byStatus.UP === 0 && byStatus.SUSPECT > 0) {
    return `${parts.join(', ')}; callers use the suspect, because none is up`;
  }
  if (found[0] === 'OUT_OF_SERVICE') {
    const byOperator = affected.filter(({ instance }) => instance.override?.status).length;
    const who = byOperator === affected.length ? ' taken out by an operator' : ' out of service';
    return `${count(affected.length)} of ${count(listed)}${who}${rest(parts)}`;
  }
  const of = listed > 0 ? ` of ${plural(listed, 'instance')}` : '';
  return `${parts.join(', ')}${of}${place(affected)}`;
}

/** @param {string[]} parts */
const rest = (parts) => (parts.length > 1 ? `, ${parts.slice(1).join(', ')}` : '');

/** Where they all are, if that is one place and they are more than one. @param {import('./service.js').Entry[]} affected */
function place(affected) {
  const zones = new Set(affected.map(({ instance }) => instance.zone));
  const [zone] = zones;
  return affected.length > 1 && zones.size === 1 && zone ? `; all in ${zone}` : '';
}
