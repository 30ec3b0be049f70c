// @ts-check
/** What differs between the moment before some events and the moment after them. */

import { plural } from './format.js';

const NAMED = 3;

/** @param {import('./app.js').RegistryEvent[]} events the newest first */
export function difference(events) {
  /** @type {Map<string, {before: boolean, after: boolean, id: string}>} */
  const instances = new Map();
  for (const { service, instance, was, status } of events) {
    const key = `${service}/${instance}`;
    const seen = instances.get(key);
    instances.set(key, { id: instance, before: was !== undefined, after: seen ? seen.after : status !== undefined });
  }
  const all = [...instances.values()];
  const parts = [
    part('joined', all.filter(({ before, after }) => !before && after)),
    part('left', all.filter(({ before, after }) => before && !after)),
    part('changed', all.filter(({ before, after }) => before && after)),
    part('came and left', all.filter(({ before, after }) => !before && !after)),
  ];
  return parts.filter(Boolean).join('; ');
}

/** @param {string} what @param {{id: string}[]} some */
function part(what, some) {
  if (some.length === 0) {
    return '';
  }
  const names = some.slice(0, NAMED).map(({ id }) => id).join(', ');
  return `${plural(some.length, 'instance')} ${what} (${names}${some.length > NAMED ? ', …' : ''})`;
}
