// @ts-check
/** What an instance claims, as a list of facts. */

import { h } from './dom.js';
import { address, ago, decimal, moment, percent } from './format.js';

/** @param {import('./service.js').Instance} instance @param {number} [share] of the keys of its service */
export function instanceFacts(instance, share) {
  const { check, incarnation, metadata, override, registeredAt, session, statusSince, ttlSeconds, weight, zone } = instance;
  const now = override?.weight ?? weight;
  const keys = share === undefined ? '' : ` (${percent(share, 1)} of the service’s keys)`;
  const claimed = now === weight ? '' : `, it claims ${decimal(weight)}`;
  /** @type {[string, string | undefined, boolean?, string?][]} */
  const facts = [
    ['Endpoint', address(instance), true],
    ['Zone', zone],
    ['Weight', `${decimal(now)}${claimed}${keys}`],
    ['Status since', ago(statusSince), false, moment(statusSince)],
    ['Registered', ago(registeredAt), false, moment(registeredAt)],
    ['Lease', ttlSeconds === 0 ? 'none: it stays until it is deregistered' : `${ttlSeconds} s, renewed every ${Math.max(1, Math.floor(ttlSeconds / 3))} s`],
    ['Check', check ? `${check.type}${check.path ? ` ${check.path}` : ''}` : undefined],
    ['Session', session, true],
    ['Incarnation', incarnation ? String(incarnation) : undefined, true],
    ...Object.entries(metadata ?? {}).map(([name, value]) => /** @type {[string, string, boolean]} */ ([name, value, true])),
  ];
  return facts.flatMap(([name, value, mono, title]) =>
    value === undefined || value === '' ? [] : [h('dt', {}, name), h('dd', { class: mono ? 'mono' : null, title }, value)],
  );
}
