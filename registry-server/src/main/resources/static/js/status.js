// @ts-check
/** The six statuses: their order, words and marks. */

import { h, setAttribute, svg } from './dom.js';

/** @typedef {'UP' | 'STARTING' | 'DRAINING' | 'OUT_OF_SERVICE' | 'SUSPECT' | 'DOWN'} Status */

/** Left to right in a bar. @type {Status[]} */
export const IN_BARS = ['UP', 'STARTING', 'DRAINING', 'OUT_OF_SERVICE', 'SUSPECT', 'DOWN'];

/** In words: what matters first. @type {Status[]} */
export const IN_WORDS = ['UP', 'SUSPECT', 'DOWN', 'OUT_OF_SERVICE', 'DRAINING', 'STARTING'];

/** @type {Record<string, string>} */
const WORDS = {
  UP: 'Up',
  STARTING: 'Starting',
  DRAINING: 'Draining',
  OUT_OF_SERVICE: 'Out of service',
  SUSPECT: 'Suspect',
  DOWN: 'Down',
  HELD: 'Not back yet',
  GONE: 'Not listed',
};

/** @param {string} status one of the statuses, or HELD for an instance kept from before the registry restarted */
export const word = (status) => WORDS[status] ?? status;

/** Makes the mark of a status. The word beside it says the same, so it is hidden from assistive technology. @param {string} status */
export function mark(status) {
  return svg('svg', { class: `mark s-${status}`, 'aria-hidden': 'true' }, svg('use', { href: `#mark-${status}` }));
}

/** Turns a mark into another. @param {SVGSVGElement} element @param {string} status */
export function setMark(element, status) {
  setAttribute(element, 'class', `mark s-${status}`);
  setAttribute(/** @type {Element} */ (element.firstElementChild), 'href', `#mark-${status}`);
}

/** A bar of the statuses; no text, since the counts stand beside it. */
export class Bar {
  element = svg('svg', { class: 'health', 'aria-hidden': 'true' });
  #shown = '';

  /** @param {Record<Status, number>} counts */
  show(counts) {
    const present = IN_BARS.filter((status) => counts[status] > 0);
    const next = present.map((status) => `${status}${counts[status]}`).join();
    if (next === this.#shown) {
      return;
    }
    this.#shown = next;
    // Every status that occurs can be seen, however rare: it gets at least two hundredths.
    const total = present.reduce((sum, status) => sum + counts[status], 0);
    const parts = present.map((status) => Math.max(counts[status] / total, 0.02));
    const scale = parts.reduce((sum, part) => sum + part, 0);
    let x = 0;
    this.element.replaceChildren(
      ...present.flatMap((status, index) => {
        const width = (parts[index] / scale) * 100;
        const box = { x: `${x}%`, width: `${width}%`, height: '100%', class: `s-${status}` };
        const gap = svg('rect', { x: `${x}%`, width: 2, height: '100%', class: 'gap', transform: 'translate(-1)' });
        const part = svg('rect', status === 'OUT_OF_SERVICE' ? { ...box, fill: 'url(#hatch)' } : box);
        x += width;
        return index === 0 ? [part] : [part, gap];
      }),
    );
  }
}

/** Makes the mark and the word of a status. @param {string} status */
export function statusLabel(status) {
  return h('span', { class: `status w-${status}` }, mark(status), word(status));
}
