// @ts-check
/**
 * What the filter line means: words that all must match; `status:`, `service:`, `id:`, `zone:`, `host:`, `version:` and
 * `meta.KEY:` look in one place only; quotes mean exactly this; a leading `-` excludes. Several statuses mean any of them.
 */

import { address } from './format.js';
import { statusOf } from './service.js';
import { word } from './status.js';

/**
 * @typedef {import('./service.js').Entry} Entry
 * @typedef {(entry: Entry) => boolean} Test
 * @typedef {{statuses: Set<string>, others: Test | null}} Filter `others` is null when all match
 */

/** @type {Record<string, (entry: Entry) => string>} */
const PLACES = {
  service: ({ instance }) => instance.service,
  id: ({ instance }) => instance.id,
  zone: ({ instance }) => instance.zone ?? '',
  host: ({ instance }) => instance.host,
  version: ({ instance }) => instance.metadata?.version ?? '',
};

const WORDS = /(-?)(?:([\w.-]+):)?(?:"([^"]*)"|(\S+))/g;

/** The searchable text of an entry, made once. @type {WeakMap<Entry, string>} */
const TEXTS = new WeakMap();

/** @param {string} line @returns {Filter} */
export function parseFilter(line) {
  const statuses = new Set();
  /** @type {Test[]} */
  const tests = [];
  for (const match of line.toLowerCase().matchAll(WORDS)) {
    const [, minus, place, quoted, bare] = match;
    if (place === 'status' && minus === '') {
      statuses.add((quoted ?? bare).toUpperCase());
    } else {
      tests.push(testOf(match[0], minus, place, quoted, bare));
    }
  }
  return { statuses, others: tests.length === 0 ? null : (entry) => tests.every((test) => test(entry)) };
}

/** The line with a status added, or without it when it has it. @param {string} line @param {string} status */
export function toggleStatus(line, status) {
  const wanted = `status:${status.toLowerCase()}`;
  const words = line.split(/\s+/).filter(Boolean);
  const others = words.filter((each) => each.toLowerCase() !== wanted);
  return (others.length === words.length ? [...words, wanted] : others).join(' ');
}

/**
 * @param {string} whole
 * @param {string} minus
 * @param {string | undefined} place
 * @param {string | undefined} quoted
 * @param {string | undefined} bare
 * @returns {Test}
 */
function testOf(whole, minus, place, quoted, bare) {
  const where = place === undefined ? null : placeOf(place);
  const wanted = where || place === undefined ? (quoted ?? bare ?? '') : whole.slice(minus.length);
  const exact = where !== null && quoted !== undefined;
  const negative = minus !== '';
  return (entry) => {
    const text = where ? where(entry).toLowerCase() : textOf(entry);
    return (exact ? text === wanted : text.includes(wanted)) !== negative;
  };
}

/** @param {string} place @returns {((entry: Entry) => string) | null} */
function placeOf(place) {
  if (place.startsWith('meta.')) {
    const key = place.slice(5);
    return ({ instance }) => Object.entries(instance.metadata ?? {}).find(([name]) => name.toLowerCase() === key)?.[1] ?? '';
  }
  return place === 'status' ? statusOf : (PLACES[place] ?? null);
}

/** @param {Entry} entry */
function textOf(entry) {
  let text = TEXTS.get(entry);
  if (text === undefined) {
    const { instance } = entry;
    const parts = [instance.service, instance.id, address(instance), instance.zone ?? '', word(statusOf(entry)), ...Object.values(instance.metadata ?? {})];
    text = parts.join('\n').toLowerCase();
    TEXTS.set(entry, text);
  }
  return text;
}
