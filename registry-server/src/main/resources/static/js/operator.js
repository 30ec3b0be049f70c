// @ts-check
/** What an operator tells the registry of instances, one after another, and how that is taken back. */

import { explain, instancePath, tell } from './api.js';
import { ofKey } from './route.js';

/**
 * @typedef {import('./service.js').Override} Override
 * @typedef {{status?: string, weight?: number, reason?: string, expiresAt?: string}} Word what is said; null takes it back
 * @typedef {{done: string[], problem: string, warning: string, undo: (() => Promise<Outcome>) | null}} Outcome
 */

/**
 * Says something of each of these instances. An override that is there keeps what is not said anew.
 *
 * @param {import('./app.js').App} app
 * @param {string[]} keys
 * @param {(before: Override | undefined) => Word | null} wordOf
 * @returns {Promise<Outcome>}
 */
export async function say(app, keys, wordOf) {
  const before = new Map(keys.map((key) => [key, app.store.entry(key)?.instance.override]));
  const { done, problem, warning } = await each(keys, (key) => put(key, wordOf(before.get(key))));
  return { done, problem, warning, undo: done.length === 0 ? null : () => restore(done, before) };
}

/**
 * Takes instances off the list. It cannot be undone from here, and need not be: one that lives comes back by itself.
 *
 * @param {string[]} keys
 * @returns {Promise<Outcome>}
 */
export async function remove(keys) {
  return { ...(await each(keys, (key) => tell('DELETE', instancePath(...ofKey(key))))), undo: null };
}

/** @param {string[]} keys @param {Map<string, Override | undefined>} before @returns {Promise<Outcome>} */
async function restore(keys, before) {
  return { ...(await each(keys, (key) => put(key, wordAgain(before.get(key))))), undo: null };
}

/** @param {string} key @param {Word | null} word */
const put = (key, word) =>
  word === null
    ? tell('DELETE', instancePath(...ofKey(key), '/override'))
    : tell('PUT', instancePath(...ofKey(key), '/override'), word);

/** An override as it can be said again; null when there was none or it has ended. @param {Override | undefined} override @returns {Word | null} */
function wordAgain(override) {
  if (!override) {
    return null;
  }
  const { status, weight, reason, expiresAt } = override;
  return { status, weight, reason, expiresAt };
}

/**
 * @param {string[]} keys
 * @param {(key: string) => Promise<Response>} act
 */
async function each(keys, act) {
  /** @type {string[]} */
  const done = [];
  let problem = '';
  let warning = '';
  for (const key of keys) {
    try {
      const answer = await act(key);
      warning = answer.headers.get('Warning')?.replace(/^299 - "(.*)"$/, '$1') ?? warning;
      done.push(key);
    } catch (failure) {
      problem = explain(failure);
      break;
    }
  }
  return { done, problem, warning };
}
