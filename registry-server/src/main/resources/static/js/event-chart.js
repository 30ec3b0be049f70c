// @ts-check
/** How many events there were when, and the part of that time that is looked at. */

import { h, setText, svg } from './dom.js';
import { timeOfDay } from './format.js';

const BUCKETS = 96;
const WIDTH = 960;
const HEIGHT = 90;
const STEPS = 1_000;

export class EventChart {
  #bars = svg('g');
  #range = svg('rect', { class: 'range', y: 0, height: HEIGHT });
  #from = slider('From');
  #to = slider('To');
  #start = h('span');
  #end = h('span');
  #oldest = 0;
  #newest = 0;
  #onRange;
  element;

  /** @param {(from: number | null, to: number | null) => void} onRange null where it has no end */
  constructor(onRange) {
    this.#onRange = onRange;
    this.#from.addEventListener('input', () => this.#changed());
    this.#to.addEventListener('input', () => this.#changed());
    this.element = h(
      'div',
      { class: 'event-chart' },
      svg('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, this.#range, this.#bars),
      h('div', { class: 'sliders' }, this.#from, this.#to),
      h('div', { class: 'ends beside' }, this.#start, this.#end),
    );
  }

  /**
   * @param {{at: string, status?: string}[]} events
   * @param {number} oldest
   * @param {number} newest
   * @param {number} from 0 for the beginning
   * @param {number} to 0 for now
   */
  show(events, oldest, newest, from, to) {
    this.#oldest = oldest;
    this.#newest = Math.max(newest, oldest + 1_000);
    const span = this.#newest - oldest;
    const buckets = Array.from({ length: BUCKETS }, () => ({ bad: 0, other: 0 }));
    for (const { at, status } of events) {
      const index = Math.min(BUCKETS - 1, Math.max(0, Math.floor(((Date.parse(at) - oldest) / span) * BUCKETS)));
      buckets[index][status === 'DOWN' || status === 'SUSPECT' ? 'bad' : 'other']++;
    }
    const most = Math.max(1, ...buckets.map(({ bad, other }) => bad + other));
    const step = WIDTH / BUCKETS;
    this.#bars.replaceChildren(
      ...buckets.flatMap(({ bad, other }, index) => {
        const scale = (HEIGHT - 4) / most;
        const bars = [];
        if (other > 0) {
          bars.push(svg('rect', { class: 'other', x: index * step + 1, y: HEIGHT - (bad + other) * scale, width: step - 2, height: other * scale }));
        }
        if (bad > 0) {
          bars.push(svg('rect', { class: 'bad', x: index * step + 1, y: HEIGHT - bad * scale, width: step - 2, height: bad * scale }));
        }
        return bars;
      }),
    );
    const left = from === 0 ? 0 : this.#place(from);
    const right = to === 0 ? STEPS : this.#place(to);
    put(this.#from, left, from === 0 ? 'the beginning' : timeOfDay(from));
    put(this.#to, right, to === 0 ? 'now' : timeOfDay(to));
    this.#range.setAttribute('x', String((left / STEPS) * WIDTH));
    this.#range.setAttribute('width', String((Math.max(0, right - left) / STEPS) * WIDTH));
    setText(this.#start, timeOfDay(oldest));
    setText(this.#end, 'now');
  }

  /** @param {number} millis */
  #place(millis) {
    return Math.round(Math.min(1, Math.max(0, (millis - this.#oldest) / (this.#newest - this.#oldest))) * STEPS);
  }

  #changed() {
    const from = Math.min(Number(this.#from.value), Number(this.#to.value));
    const to = Math.max(Number(this.#from.value), Number(this.#to.value));
    const at = (/** @type {number} */ step) => Math.round(this.#oldest + (step / STEPS) * (this.#newest - this.#oldest));
    this.#onRange(from === 0 ? null : at(from), to === STEPS ? null : at(to));
  }
}

/** @param {string} name */
const slider = (name) => h('input', { type: 'range', min: 0, max: STEPS, value: name === 'To' ? STEPS : 0, 'aria-label': name });

/** @param {HTMLInputElement} input @param {number} value @param {string} words */
function put(input, value, words) {
  if (Number(input.value) !== value) {
    input.value = String(value);
  }
  input.setAttribute('aria-valuetext', words);
}
