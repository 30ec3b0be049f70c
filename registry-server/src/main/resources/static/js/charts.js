// @ts-check
/** Small charts. Each has the sentence beside it that says the same, so they are hidden from assistive technology. */

import { svg } from './dom.js';

const WIDTH = 160;
const HEIGHT = 40;

/** A line over time with its latest point. */
export class Sparkline {
  #area = svg('path', { class: 'area' });
  #line = svg('path', { class: 'line' });
  element = svg(
    'svg',
    { class: 'chart spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    this.#area,
    this.#line,
  );

  /** @param {(number | null)[]} values null where nothing is known @param {number} [places] room for so many */
  show(values, places = values.length) {
    const top = Math.max(1, ...values.map((value) => value ?? 0));
    const step = WIDTH / Math.max(1, places - 1);
    const start = places - values.length;
    const points = values.flatMap((value, index) =>
      value === null ? [] : [`${round((start + index) * step)} ${round(HEIGHT - 2 - (value / top) * (HEIGHT - 6))}`],
    );
    if (points.length < 2) {
      points.length = 0;
    }
    const line = points.length === 0 ? '' : `M${points.join('L')}`;
    const [first] = points.length === 0 ? [''] : points[0].split(' ');
    const last = points.length === 0 ? '' : points[points.length - 1].split(' ')[0];
    this.#line.setAttribute('d', line);
    this.#area.setAttribute('d', line === '' ? '' : `${line}L${last} ${HEIGHT}L${first} ${HEIGHT}Z`);
  }
}

/** A part of a whole as a bar. */
export class PartBar {
  #part = svg('rect', { height: '100%' });
  #mark = svg('rect', { class: 'fair-mark', width: 2, height: '100%', y: 0 });
  element = svg('svg', { class: 'part-bar', 'aria-hidden': 'true' }, this.#part);

  /** @param {number} part of 1 @param {string} kind the class of its colour @param {number} [fair] where a mark stands, of 1 */
  show(part, kind, fair) {
    this.#part.setAttribute('width', `${round(Math.min(1, Math.max(0, part)) * 100)}%`);
    this.#part.setAttribute('class', kind);
    if (fair === undefined) {
      this.#mark.remove();
    } else {
      this.#mark.setAttribute('x', `${round(Math.min(1, fair) * 100)}%`);
      this.element.append(this.#mark);
    }
  }
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;
