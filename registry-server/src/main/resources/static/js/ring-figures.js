// @ts-check
/** What a ring says in numbers: the parts of its drawing, the lines of its list, and the figures below it. */

import { count, decimal, percent, plural } from './format.js';
import { MOST_RATIO } from './ring-drawing.js';
import { word } from './status.js';

/**
 * @typedef {{id: string, identity: string, weight: number, share: number, status: string, routable: boolean}} Place
 * @typedef {{service: string, revision: string, instances: Place[],
 *   without?: {id: string, moves: number, to: {id: string, gains: number}[]}}} Ring
 * @typedef {'share' | 'load' | 'leave'} Mode
 * @typedef {{place: Place, fair: number, part: number, ratio: number, kind: string, text: string}} Line `part` of the longest bar
 * @typedef {{lines: Line[], figures: [string, string][], label: string, takers: import('./ring-drawing.js').Taker[]}} Figures
 */

/** So many who take over have a colour of their own. */
const NAMED = 6;
/** From which part beyond what is fair on a colour is stronger. */
const SHARE_STEPS = [0.05, 0.15];
const LOAD_STEPS = [0.2, 0.5];

/**
 * @param {Ring} ring
 * @param {Mode} mode
 * @param {(id: string) => number | undefined} loadOf
 * @returns {Figures}
 */
export function figuresOf(ring, mode, loadOf) {
  const weights = ring.instances.reduce((sum, place) => sum + place.weight, 0);
  const fairOf = (/** @type {Place} */ place) => (weights > 0 ? place.weight / weights : 1 / ring.instances.length);
  if (mode === 'leave' && ring.without) {
    return ifItLeaves(ring, ring.without, fairOf);
  }
  return mode === 'load' ? load(ring, fairOf, loadOf) : shares(ring, fairOf);
}

/** @param {Ring} ring @param {(place: Place) => number} fairOf @returns {Figures} */
function shares({ service, instances }, fairOf) {
  const most = Math.max(...instances.map((place) => place.share));
  const lines = instances.map((place) => {
    const fair = fairOf(place);
    const ratio = fair > 0 ? place.share / fair : 0;
    return { place, fair, part: place.share / most, ratio, kind: kindOf(ratio, SHARE_STEPS), text: percent(place.share) };
  });
  lines.sort((a, b) => b.place.share - a.place.share || (a.place.id < b.place.id ? -1 : 1));
  const ratios = lines.filter((line) => line.fair > 0).map((line) => line.ratio);
  const largest = Math.max(...ratios);
  const smallest = Math.min(...ratios);
  return {
    lines,
    takers: [],
    figures: [
      [count(instances.length), instances.length === 1 ? 'instance on the ring' : 'instances on the ring'],
      [percent(1 / instances.length), 'each, if all weigh the same'],
      [`×${largest.toFixed(2)}`, 'largest of its fair share'],
      [`×${smallest.toFixed(2)}`, 'smallest of its fair share'],
    ],
    label: `Ring of ${service}: ${plural(instances.length, 'instance')}, shares from ${smallest.toFixed(2)} to ${largest.toFixed(2)} times what is fair. The list says the same.`,
  };
}

/** @param {Ring} ring @param {(place: Place) => number} fairOf @param {(id: string) => number | undefined} loadOf @returns {Figures} */
function load({ service, instances }, fairOf, loadOf) {
  const loads = new Map(instances.map(({ id }) => [id, loadOf(id)]));
  const said = [...loads.values()].filter((each) => each !== undefined);
  const total = said.reduce((sum, each) => sum + each, 0);
  const most = Math.max(1, ...said);
  const mean = total / Math.max(1, said.length);
  const lines = instances.map((place) => {
    const own = loads.get(place.id);
    const ratio = own === undefined || mean === 0 ? 0 : own / mean;
    const kind = own === undefined ? 'unknown' : mean === 0 ? 'fair' : kindOf(ratio, LOAD_STEPS);
    return { place, fair: fairOf(place), part: (own ?? 0) / most, ratio, kind, text: own === undefined ? '–' : count(own) };
  });
  lines.sort((a, b) => (loads.get(b.place.id) ?? -1) - (loads.get(a.place.id) ?? -1) || (a.place.id < b.place.id ? -1 : 1));
  return {
    lines,
    takers: [],
    figures: [
      [said.length === 0 ? '–' : count(total), 'calls in flight'],
      [`${count(said.length)} of ${count(instances.length)}`, 'instances report them'],
      [said.length === 0 ? '–' : decimal(Math.round(mean * 10) / 10), 'on average'],
      [said.length === 0 || mean === 0 ? '–' : `×${(most / mean).toFixed(2)}`, 'the busiest of the average'],
    ],
    label: `Load of ${service}: ${plural(total, 'call')} in flight, reported by ${count(said.length)} of ${plural(instances.length, 'instance')}. The list says the same.`,
  };
}

/** @param {Ring} ring @param {NonNullable<Ring['without']>} without @param {(place: Place) => number} fairOf @returns {Figures} */
function ifItLeaves({ service, instances }, without, fairOf) {
  const gains = new Map(without.to.map(({ id, gains: gain }) => [id, gain]));
  const leaving = instances.find((place) => place.id === without.id);
  const weightsLeft = 1 - (leaving ? fairOf(leaving) : 0);
  const order = [...without.to].filter((each) => each.gains > 0).sort((a, b) => b.gains - a.gains);
  const kinds = new Map(order.slice(0, NAMED).map(({ id }, index) => [id, `take-${index + 1}`]));
  const most = Math.max(...instances.map((place) => place.share + (gains.get(place.id) ?? 0)));
  let largest = 0;
  const lines = instances.map((place) => {
    const isLeaving = place.id === without.id;
    const gain = gains.get(place.id) ?? 0;
    const fair = weightsLeft > 0 ? fairOf(place) / weightsLeft : 0;
    const after = place.share + gain;
    largest = Math.max(largest, fair === 0 || isLeaving ? 0 : after / fair);
    return {
      place,
      fair,
      part: (isLeaving ? place.share : after) / most,
      ratio: order.length === 0 ? 0 : (MOST_RATIO * gain) / order[0].gains,
      kind: isLeaving ? 'leaving' : (kinds.get(place.id) ?? (gain > 0 ? 'taking' : 'fair')),
      text: `${isLeaving ? '−' : '+'}${percent(isLeaving ? without.moves : gain)}`,
    };
  });
  lines.sort((a, b) => Number(b.place.id === without.id) - Number(a.place.id === without.id) || (gains.get(b.place.id) ?? 0) - (gains.get(a.place.id) ?? 0));
  return {
    lines,
    takers: order.map(({ id, gains: gain }) => ({ id, gains: gain, kind: kinds.get(id) ?? 'taking' })),
    figures: [
      [percent(without.moves), 'of keys move'],
      [count(order.length), order.length === 1 ? 'instance receives them' : 'instances receive them'],
      [largest === 0 ? '–' : `×${largest.toFixed(2)}`, 'largest of its fair share after'],
      [percent(1 - without.moves), 'stay where they are'],
    ],
    label: `If ${without.id} leaves ${service}, ${percent(without.moves)} of the keys move to ${plural(order.length, 'other')}, most of them to ${order[0]?.id ?? 'nobody'}. The list says the same.`,
  };
}

/** @param {number} ratio @param {number[]} steps */
function kindOf(ratio, [slight, strong]) {
  const beyond = Math.abs(ratio - 1);
  const side = ratio < 1 ? 'below' : 'above';
  return beyond < slight ? 'fair' : beyond < strong ? `${side}-1` : `${side}-2`;
}

/** What the mouse is told of an arc. @param {Line} line */
export const titleOf = ({ place, text }) => `${place.id}: ${text}, ${word(place.status).toLowerCase()}, weight ${decimal(place.weight)}`;
