// @ts-check
/** The six statuses: their order, words and marks. */

import { arrange, h, setAttribute, svg } from './dom.js';

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

/** @typedef {{part: SVGRectElement, gap: SVGRectElement}} Part */

/** A bar of the statuses; no text, since the counts stand beside it. */
export class Bar {
  element = svg('svg', { class: 'health', 'aria-hidden': 'true' });
  #shown = '';
  /** @type {Map<Status, Part>} */
  #parts = new Map();

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
    const rects = present.flatMap((status, index) => {
      const width = (parts[index] / scale) * 100;
      const { part, gap } = this.#parts.get(status) ?? makePart(status);
      this.#parts.set(status, { part, gap });
      setAttribute(part, 'x', `${x}%`);
      setAttribute(part, 'width', `${width}%`);
      setAttribute(gap, 'x', `${x}%`);
      x += width;
      return index === 0 ? [part] : [part, gap];
    });
    arrange(this.element, rects);
  }
}

/** @param {Status} status @returns {Part} */
const makePart = (status) => ({
  part: svg('rect', { height: '100%', class: `s-${status}`, ...(status === 'OUT_OF_SERVICE' && { fill: 'url(#hatch)' }) }),
  gap: svg('rect', { width: 2, height: '100%', class: 'gap', transform: 'translate(-1)' }),
});

/** Makes the mark and the word of a status. @param {string} status */
export function statusLabel(status) {
  return h('span', { class: `status w-${status}` }, mark(status), word(status));
}
