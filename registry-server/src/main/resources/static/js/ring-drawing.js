// @ts-check
/**
 * Draws a ring: each instance's share of the keys as an arc, the largest first, clockwise from the top, and outside it a bar
 * that shows how its share or its load compares with what would be fair, or how much it takes over. The list beside it says the same in numbers.
 */

import { svg } from './dom.js';

/**
 * @typedef {{id: string, share: number, kind: string, ratio: number, title: string}} Arc `kind` is the class of its colour,
 *   `ratio` is 1 where it is fair
 * @typedef {{id: string, gains: number, kind: string}} Taker
 */

const CENTRE = 200;
const INNER = 112;
const OUTER = 146;
const BARS = 153;
const MOST = 195;
const FAIR = (BARS + MOST) / 2;
const STEP_OUT = 9;
/** Finer than this no eye sees. */
const MOST_ARCS = 720;
const MOST_CHORDS = 80;
/** The longest bar stands for so many times the fair part. */
export const MOST_RATIO = 2;

export class RingDrawing {
  #arcs = svg('g');
  #bars = svg('g');
  #fair = svg('circle', { cx: CENTRE, cy: CENTRE, r: FAIR, class: 'fair-line' });
  #chords = svg('g', { class: 'chords' });
  #marker = svg('g', { class: 'key-marker' });
  element;

  /** @param {(id: string) => void} onChoose */
  constructor(onChoose) {
    const labels = [['0', CENTRE, 0], ['25 %', 400, CENTRE], ['50 %', CENTRE, 400], ['75 %', 0, CENTRE]].map(([text, x, y], index) => {
      const label = svg('text', { x, y, class: `at-${index}` });
      label.textContent = String(text);
      return label;
    });
    this.element = svg(
      'svg',
      { class: 'ring', viewBox: '-26 -8 452 416', role: 'img' },
      this.#fair,
      this.#chords,
      this.#bars,
      this.#arcs,
      this.#marker,
      ...labels,
    );
    this.element.addEventListener('click', ({ target }) => {
      const id = target instanceof SVGElement ? target.dataset.id : undefined;
      if (id) {
        onChoose(id);
      }
    });
  }

  /**
   * @param {Arc[]} arcs the largest first
   * @param {object} how
   * @param {string | null} how.leaving who steps out
   * @param {Taker[]} how.takers who takes over, the largest gain first
   * @param {string | null} how.owner of the key that was asked for
   * @param {string} how.label the sentence that says what is seen
   */
  show(arcs, { leaving, takers, owner, label }) {
    this.element.setAttribute('aria-label', label);
    this.#fair.setAttribute('visibility', leaving === null ? 'visible' : 'hidden');
    const merged = arcs.length > MOST_ARCS ? merge(arcs) : arcs;
    const gap = merged.length > 200 || merged.length < 2 ? 0 : 0.006;
    /** @type {Map<string, number>} */
    const middles = new Map();
    /** @type {SVGElement[]} */
    const parts = [];
    /** @type {SVGElement[]} */
    const bars = [];
    let at = 0;
    for (const arc of merged) {
      const from = at * 2 * Math.PI + gap;
      const to = Math.max(from + 0.0005, (at + arc.share) * 2 * Math.PI - gap);
      const middle = (from + to) / 2;
      middles.set(arc.id, middle);
      const out = arc.id === leaving ? STEP_OUT : 0;
      const part = svg('path', { d: sector(from, to, INNER + out, OUTER + out), class: `arc ${arc.kind}`, 'data-id': arc.id }, titled(arc.title));
      const end = BARS + (Math.min(arc.ratio, MOST_RATIO) / MOST_RATIO) * (MOST - BARS);
      parts.push(part);
      if (arc.id !== leaving && arc.share > 0 && arc.ratio > 0) {
        bars.push(svg('path', { d: sector(from, to, BARS, end), class: `bar ${arc.kind}`, 'data-id': arc.id }, titled(arc.title)));
      }
      at += arc.share;
    }
    this.#arcs.replaceChildren(...parts);
    this.#bars.replaceChildren(...bars);
    const home = leaving === null ? undefined : middles.get(leaving);
    this.#chords.replaceChildren(...(home === undefined ? [] : chords(takers, home, middles)));
    const ownerAt = owner === null ? undefined : middles.get(owner);
    this.#marker.replaceChildren(...(ownerAt === undefined ? [] : marker(ownerAt)));
  }
}

/** @param {Taker[]} takers @param {number} home @param {Map<string, number>} middles */
function chords(takers, home, middles) {
  const most = takers.length === 0 ? 1 : takers[0].gains;
  return takers
    .slice(0, MOST_CHORDS)
    .reverse()
    .flatMap(({ id, gains, kind }) => {
      const to = middles.get(id);
      if (to === undefined || gains <= 0) {
        return [];
      }
      const [x1, y1] = point(home, INNER + STEP_OUT - 3);
      const [x2, y2] = point(to, INNER - 3);
      const width = Math.max(0.7, (gains / most) * 4);
      return [svg('path', { d: `M${x1} ${y1}Q${CENTRE} ${CENTRE} ${x2} ${y2}`, class: `chord ${kind}`, 'stroke-width': width.toFixed(1) })];
    });
}

/** @param {number} angle */
function marker(angle) {
  const [x1, y1] = point(angle, OUTER - 6);
  const [x2, y2] = point(angle, MOST + 4);
  return [svg('path', { d: `M${x1} ${y1}L${x2} ${y2}` }), svg('circle', { cx: x2, cy: y2, r: 4 })];
}

/** So many neighbours as are seen as one become one. @param {Arc[]} arcs */
function merge(arcs) {
  const step = Math.ceil(arcs.length / MOST_ARCS);
  /** @type {Arc[]} */
  const merged = [];
  for (let i = 0; i < arcs.length; i += step) {
    const few = arcs.slice(i, i + step);
    const share = few.reduce((sum, arc) => sum + arc.share, 0);
    merged.push({ ...few[0], share, ratio: few.reduce((sum, arc) => sum + arc.ratio, 0) / few.length });
  }
  return merged;
}

/** @param {string} text */
function titled(text) {
  const title = svg('title');
  title.textContent = text;
  return title;
}

/** @param {number} angle from the top, clockwise @param {number} radius @returns {[string, string]} */
const point = (angle, radius) => [
  (CENTRE + radius * Math.sin(angle)).toFixed(2),
  (CENTRE - radius * Math.cos(angle)).toFixed(2),
];

/** @param {number} from @param {number} to @param {number} inner @param {number} outer */
function sector(from, to, inner, outer) {
  // A whole circle has no two ends for an arc to lie between.
  const end = Math.min(to, from + 2 * Math.PI - 0.0001);
  const large = end - from > Math.PI ? 1 : 0;
  const [a, b, c, d] = [point(from, outer), point(end, outer), point(end, inner), point(from, inner)];
  return `M${a.join(' ')}A${outer} ${outer} 0 ${large} 1 ${b.join(' ')}L${c.join(' ')}A${inner} ${inner} 0 ${large} 0 ${d.join(' ')}Z`;
}
