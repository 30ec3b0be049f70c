// @ts-check
/** Which instances a table shows, and in which order. */

import { parseFilter } from './filter.js';
import { address } from './format.js';
import { statusOf } from './service.js';
import { IN_BARS } from './status.js';

/**
 * @typedef {import('./service.js').Entry} Entry
 * @typedef {{line: string, sort: string, descending: boolean, service: string | null}} Wish `service`: only of this one
 * @typedef {{keys: string[], byStatus: Map<string, number>}} Rows `byStatus` counts what the filter leaves, whatever its status
 */

/** What stands first when sorted by status. */
const STATUS_ORDER = ['DOWN', 'SUSPECT', 'OUT_OF_SERVICE', 'DRAINING', 'STARTING', 'HELD', 'UP'];
/** A rank and a row fit in one number, which sorts without a comparison in script. */
const ROWS = 2 ** 20;

/** @param {import('./app.js').App} app @param {Wish} wish @returns {Rows} */
export function rowsOf(app, { line, sort, descending, service }) {
  const filter = parseFilter(line);
  /** @type {Map<string, number>} */
  const byStatus = new Map([...IN_BARS, 'HELD'].map((status) => [status, 0]));
  /** @type {Entry[]} */
  const entries = [];
  const one = service === null ? undefined : app.store.services.get(service);
  for (const each of service === null ? app.store.sorted : one ? [one] : []) {
    for (const entry of each.sorted) {
      if (filter.others === null || filter.others(entry)) {
        const status = statusOf(entry);
        byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
        if (filter.statuses.size === 0 || filter.statuses.has(status)) {
          entries.push(entry);
        }
      }
    }
  }
  const sorted = sort === '' ? entries : inOrder(entries, ranks(app, entries, sort), descending);
  return { keys: sorted.map(({ key }) => key), byStatus };
}

/** @param {Entry[]} entries @param {number[]} rank @param {boolean} descending @returns {Entry[]} */
function inOrder(entries, rank, descending) {
  const order = new Float64Array(entries.length);
  for (let row = 0; row < entries.length; row++) {
    order[row] = (descending ? -rank[row] : rank[row]) * ROWS + row;
  }
  order.sort();
  const sorted = new Array(entries.length);
  for (let at = 0; at < order.length; at++) {
    sorted[at] = entries[((order[at] % ROWS) + ROWS) % ROWS];
  }
  return sorted;
}

/** @param {import('./app.js').App} app @param {Entry[]} entries @param {string} sort */
function ranks(app, entries, sort) {
  if (sort === 'status') {
    return entries.map((entry) => STATUS_ORDER.indexOf(statusOf(entry)));
  }
  if (sort === 'load') {
    return entries.map(({ instance }) => app.loads.of(instance.service, instance.id) ?? -1);
  }
  if (sort === 'weight') {
    return entries.map(({ instance }) => Math.round((instance.override?.weight ?? instance.weight) * 1_000));
  }
  if (sort === 'since') {
    return entries.map(({ since }) => Math.floor(since / 1_000));
  }
  const values = entries.map((entry) => TEXTS[sort]?.(entry) ?? '');
  let rankOf = RANKS.get(sort);
  if (!rankOf || !values.every((value) => rankOf?.has(value))) {
    rankOf = new Map([...new Set(values)].sort().map((value, index) => [value, index]));
    RANKS.set(sort, rankOf);
  }
  return values.map((value) => rankOf?.get(value) ?? 0);
}

/** The order of the texts of each column: as long as none is new, it stays what it is. @type {Map<string, Map<string, number>>} */
const RANKS = new Map();

/** @type {Record<string, (entry: Entry) => string>} */
const TEXTS = {
  instance: ({ instance }) => instance.id,
  service: ({ instance }) => instance.service,
  address: ({ instance }) => address(instance),
  zone: ({ instance }) => instance.zone ?? '',
  version: ({ instance }) => instance.metadata?.version ?? '',
};
