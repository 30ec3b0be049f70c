// @ts-check
/** Talks to the registry's public API. All addresses are relative, so that any context path works. */

import { clock } from './clock.js';

const KEY = 'ringmaster.token';
const PATIENCE_MILLIS = 10_000;

/** An answer that is not 2xx, with the sentence the registry gave. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The token lives as long as the tab. */
export const token = {
  /** @type {string | null} what holds it where the browser allows no storage */
  memory: null,
  get() {
    try {
      return sessionStorage.getItem(KEY) ?? this.memory;
    } catch {
      return this.memory;
    }
  },
  /** @param {string | null} value */
  set(value) {
    this.memory = value;
    try {
      if (value === null) {
        sessionStorage.removeItem(KEY);
      } else {
        sessionStorage.setItem(KEY, value);
      }
    } catch {
      // No storage: the token lives until the page is left.
    }
  },
};

/** Who is signed in by a cookie, and the proof that a change comes from this page. @type {{name?: string, csrf?: string}} */
export const person = {};

/**
 * Sends a request, a GET unless told otherwise, and returns the answer when it is 2xx.
 *
 * @param {string} path relative, without a leading slash
 * @param {{method?: string, body?: string, headers?: Record<string, string>, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>}
 * @throws {ApiError} when the registry answers something else
 */
export async function call(path, { method, body, headers = {}, signal } = {}) {
  const held = token.get();
  const response = await fetch(new URL(path, document.baseURI), {
    method,
    body,
    headers: {
      ...headers,
      ...(held === null ? {} : { Authorization: `Bearer ${held}` }),
      ...(method && person.csrf ? { 'X-CSRF-TOKEN': person.csrf } : {}),
    },
    cache: 'no-store',
    credentials: 'same-origin',
    signal,
  });
  clock.learn(response.headers.get('Date'));
  if (!response.ok) {
    throw new ApiError(response.status, await detailOf(response));
  }
  return response;
}

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
export async function getJson(path) {
  const answer = await call(path, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE_MILLIS) });
  return answer.json();
}

/**
 * Tells the registry something.
 *
 * @param {'PUT' | 'DELETE'} method
 * @param {string} path
 * @param {object} [content]
 * @returns {Promise<Response>}
 */
export const tell = (method, path, content) =>
  call(path, {
    method,
    body: content === undefined ? undefined : JSON.stringify(content),
    headers: content === undefined ? {} : { 'Content-Type': 'application/json' },
    signal: AbortSignal.timeout(PATIENCE_MILLIS),
  });

/** The path of one instance, or of what belongs to it. @param {string} service @param {string} id @param {string} [more] */
export const instancePath = (service, id, more = '') =>
  `${servicePath(service)}/instances/${encodeURIComponent(id)}${more}`;

/** @param {string} service @param {string} [more] */
export const servicePath = (service, more = '') => `v1/services/${encodeURIComponent(service)}${more}`;

/** How a person would ask the same at a terminal. @param {string} path */
export function curlOf(path) {
  const auth = token.get() === null ? '' : ' -H "Authorization: Bearer $TOKEN"';
  return `curl${auth} '${baseUrl()}/${path}'`;
}

/** The address of the registry as others would write it, without a slash at the end. */
export function baseUrl() {
  return new URL('.', document.baseURI).href.replace(/\/$/, '');
}

/** What went wrong as a sentence. The browser's own words for a refused connection help nobody. @param {unknown} failure */
export function explain(failure) {
  if (failure instanceof DOMException && failure.name === 'TimeoutError') {
    return 'The registry did not answer in time.';
  }
  return failure instanceof TypeError || !(failure instanceof Error)
    ? 'The registry cannot be reached.'
    : failure.message;
}

/** @param {Response} response */
async function detailOf(response) {
  try {
    const problem = await response.json();
    return String(problem.detail ?? problem.title);
  } catch {
    return `The registry answered ${response.status}.`;
  }
}
