// @ts-check
/** How numbers, times and addresses are written. */

import { clock } from './clock.js';

const NUMBER = new Intl.NumberFormat('en');
const DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** @param {number} value */
export const count = (value) => NUMBER.format(value);

/** @param {number} value */
export const decimal = (value) => DECIMAL.format(value);

/**
 * @param {number} value
 * @param {string} one
 * @param {string} [many]
 */
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** The time of day. @param {number} millis */
export const timeOfDay = (millis) => TIME.format(millis);

/** Date, time and zone, for a title. @param {string} instant */
export const moment = (instant) => MOMENT.format(Date.parse(instant));

/** How long ago an instant of the registry was. @param {string} instant */
export function ago(instant) {
  const millis = clock.now() - Date.parse(instant);
  return millis < 1_000 ? 'now' : `${span(millis)} ago`;
}

/** How long until an instant of the registry. @param {string} instant */
export function until(instant) {
  const millis = Date.parse(instant) - clock.now();
  return millis < 1_000 ? 'ends now' : `ends in ${span(millis)}`;
}

/** A duration in one unit, which stays beside its number. @param {number} millis */
function span(millis) {
  const seconds = Math.floor(millis / 1_000);
  if (seconds < 60) {
    return `${seconds}\u00a0s`;
  }
  if (seconds < 3_600) {
    return `${Math.floor(seconds / 60)}\u00a0min`;
  }
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)}\u00a0h` : `${Math.floor(seconds / 86_400)}\u00a0d`;
}

/** Where an instance can be reached. @param {{scheme?: string, host: string, port: number}} instance */
export function address({ scheme, host, port }) {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return scheme ? `${scheme}://${authority}` : authority;
}

/** How long since an instant of the registry. @param {string} instant */
export const since = (instant) => span(Math.max(0, clock.now() - Date.parse(instant)));

/** A part of 1 in hundredths. @param {number} part @param {number} [digits] */
export const percent = (part, digits = 2) => `${(part * 100).toFixed(digits)}\u00a0%`;
