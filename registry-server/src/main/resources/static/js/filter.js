// @ts-check
/**
 * What the filter line means: words that all must match; `status:`, `service:`, `id:`, `zone:` and `host:` look in one
 * place only; a leading `-` excludes.
 */

import { address } from './format.js';
import { word } from './status.js';

/** @typedef {import('./store.js').Entry} Entry */

/** @type {Record<string, (entry: Entry) => string>} */
const PLACES = {
  status: (entry) => `${statusOf(entry)} ${word(statusOf(entry))}`,
  service: ({ instance }) => instance.service,
  id: ({ instance }) => instance.id,
  zone: ({ instance }) => instance.zone ?? '',
  host: ({ instance }) => instance.host,
};

/** The searchable text of an entry, made once. @type {WeakMap<Entry, string>} */
const TEXTS = new WeakMap();

/** @param {Entry} entry */
const statusOf = (entry) => (entry.held ? 'HELD' : entry.instance.status);

/**
 * @param {string} line
 * @returns {((entry: Entry) => boolean) | null} null when everything matches
 */
export function parseFilter(line) {
  const tests = line.toLowerCase().split(/\s+/).filter(Boolean).map(parseWord);
  return tests.length === 0 ? null : (entry) => tests.every((test) => test(entry));
}

/** The word that filters by a status. @param {string} status */
export const statusFilter = (status) => `status:${status.toLowerCase()}`;

/** @param {string} text @returns {(entry: Entry) => boolean} */
function parseWord(text) {
  const negative = text.length > 1 && text.startsWith('-');
  const bare = negative ? text.slice(1) : text;
  const colon = bare.indexOf(':');
  const place = colon > 0 ? PLACES[bare.slice(0, colon)] : undefined;
  const wanted = place ? bare.slice(colon + 1) : bare;
  return (entry) => (place ? place(entry).toLowerCase() : textOf(entry)).includes(wanted) !== negative;
}

/** @param {Entry} entry */
function textOf(entry) {
  let text = TEXTS.get(entry);
  if (text === undefined) {
    const { instance } = entry;
    const parts = [instance.service, instance.id, address(instance), instance.zone ?? '', word(statusOf(entry))];
    text = parts.join('\n').toLowerCase();
    TEXTS.set(entry, text);
  }
  return text;
}
