// @ts-check
/**
 * The table of instances. Only what can be seen is in the page, whatever the number of instances. Rows are told of changes
 * where they stand; the order is made anew at most every 2 s when they are many, and not while somebody points at a row.
 */

import { h, setAttribute } from './dom.js';
import { InstanceRow } from './instance-row.js';
import { rowsOf } from './instance-rows.js';
import { ofKey } from './route.js';

/** @typedef {import('./instance-rows.js').Wish} Wish */

const ORDER_MILLIS = 2_000;
/** A short table has no order that anybody could lose. */
const SHORT = 500;
const SHORT_ORDER_MILLIS = 200;
/** A pointer that rests for longer points at nothing. */
const POINTING_MILLIS = 4_000;
const BEYOND = 4;

/** @type {[name: string, title: string][]} */
const COLUMNS = [['status', 'Status'], ['instance', 'Instance'], ['service', 'Service'], ['address', 'Address'], ['zone', 'Zone'], ['version', 'Version'], ['load', 'In flight'], ['weight', 'Weight'], ['since', 'Since']];

export class InstanceTable {
  /** What is selected. @type {Set<string>} */
  selected = new Set();
  /** @type {import('./instance-rows.js').Rows} */
  rows = { keys: [], byStatus: new Map() };
  #app;
  #on;
  /** @type {Wish} */
  #wish = { line: '', sort: '', descending: false, service: null };
  #open = '';
  #active = 0;
  #orderedAt = 0;
  #pointedAt = 0;
  /** What is seen of the rows, as it was told; asking for it would lay the page out each time. */
  #view = { top: 0, width: 0, height: 0 };
  #timer = 0;
  /** @type {InstanceRow[]} */
  #pool = [];
  /** Rows that are not needed now. @type {InstanceRow[]} */
  #spare = [];
  /** @type {Map<string, HTMLElement>} */
  #heads = new Map();
  #all;
  #space = h('div', { class: 'space', role: 'rowgroup' });
  #scroller;
  element;

  /**
   * @param {import('./app.js').App} app
   * @param {object} on
   * @param {(key: string) => void} on.open
   * @param {(sort: string, descending: boolean) => void} on.sort
   * @param {() => void} on.rows the rows or the selection are others
   */
  constructor(app, on) {
    this.#app = app;
    this.#on = on;
    this.#all = h('input', { type: 'checkbox', 'aria-label': 'Select all', onchange: () => this.#selectAll() });
    const heads = COLUMNS.map(([name, title]) => {
      const head = h('div', { role: 'columnheader', class: `c-${name}` }, h('button', { type: 'button', onclick: () => this.#sortBy(name) }, title));
      this.#heads.set(name, head);
      return head;
    });
    const header = h('div', { role: 'row', 'aria-rowindex': 1, class: 'row head' }, h('div', { role: 'columnheader', class: 'c-check' }, this.#all), ...heads, h('div', { role: 'columnheader', class: 'c-why' }, 'Why'));
    this.#scroller = h(
      'div',
      { class: 'grid-scroll', role: 'grid', tabindex: 0, 'aria-label': 'Instances', 'aria-multiselectable': 'true' },
      h('div', { role: 'rowgroup', class: 'grid-head' }, header),
      this.#space,
    );
    this.element = h('div', { class: 'grid-box' }, this.#scroller);
    this.#scroller.addEventListener('scroll', () => this.#scrolled());
    this.#scroller.addEventListener('keydown', (event) => this.#key(event));
    this.#scroller.addEventListener('focus', () => this.#draw());
    this.#scroller.addEventListener('blur', () => this.#draw());
    this.#space.addEventListener('pointermove', () => (this.#pointedAt = Date.now()));
    this.#space.addEventListener('pointerleave', () => (this.#pointedAt = 0));
    this.#space.addEventListener('click', (event) => this.#click(event));
    new ResizeObserver(() => this.#resized()).observe(this.#scroller);
  }

  /** @param {Wish} wish @param {string} open the key of the instance that is shown beside */
  show(wish, open) {
    this.#open = open;
    if (JSON.stringify(wish) !== JSON.stringify(this.#wish) || this.#orderedAt === 0) {
      this.#wish = wish;
      this.#active = 0;
      this.#scrollTo(0);
      this.#order();
    } else {
      this.#draw();
    }
    this.element.classList.toggle('of-one', wish.service !== null);
    this.#heads.forEach((head, name) => {
      const sorted = wish.sort === name ? (wish.descending ? 'descending' : 'ascending') : 'none';
      setAttribute(head, 'aria-sort', sorted);
    });
  }

  /** @param {import('./store.js').Changes | null} changes */
  update(changes) {
    const pointing = Date.now() - this.#pointedAt < POINTING_MILLIS;
    const pause = this.rows.keys.length > SHORT ? ORDER_MILLIS : SHORT_ORDER_MILLIS;
    const wait = Math.max(this.#orderedAt + pause - Date.now(), pointing ? POINTING_MILLIS : 0);
    if (changes === null || wait <= 0) {
      this.#order(changes?.fresh);
    } else {
      this.#draw(changes.fresh);
      this.#timer ||= window.setTimeout(() => this.#orderLate(), wait);
    }
  }

  #orderLate() {
    this.#timer = 0;
    this.update({ services: new Set(), fresh: new Set() });
  }

  tick() {
    this.element.classList.toggle('no-load', this.#app.loads.reporting === 0);
    this.#draw();
    this.#pool.forEach((row) => row.tick());
  }

  /** Nobody tells it of changes any more, so when it is seen again it must look at all of them. */
  leave() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#orderedAt = 0;
  }

  clearSelection() {
    this.selected.clear();
    this.#draw();
    this.#on.rows();
  }

  /** @param {Set<import('./service.js').Entry>} [fresh] */
  #order(fresh) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#orderedAt = Date.now();
    const active = this.rows.keys[this.#active];
    this.rows = rowsOf(this.#app, this.#wish);
    if (this.selected.size > 0) {
      const listed = new Set(this.rows.keys);
      this.selected.forEach((key) => listed.has(key) || this.selected.delete(key));
    }
    const place = this.rows.keys.indexOf(active);
    this.#active = place >= 0 ? place : Math.max(0, Math.min(this.#active, this.rows.keys.length - 1));
    this.#draw(fresh);
    this.#on.rows();
  }

  get #rowHeight() {
    return this.#view.width < 560 ? 60 : 40;
  }

  #resized() {
    this.#view.width = this.#scroller.clientWidth;
    this.#view.height = this.#scroller.clientHeight;
    this.#scrolled();
  }

  #scrolled() {
    this.#view.top = this.#scroller.scrollTop;
    this.#draw();
  }

  /** @param {number} top */
  #scrollTo(top) {
    if (this.#view.top !== top) {
      this.#scroller.scrollTop = top;
      this.#view.top = this.#scroller.scrollTop;
    }
  }

  /** @param {Set<import('./service.js').Entry>} [fresh] those that get an outline */
  #draw(fresh) {
    const { keys } = this.rows;
    const height = this.#rowHeight;
    const first = Math.max(0, Math.floor(this.#view.top / height) - BEYOND);
    const seen = Math.ceil(this.#view.height / height) + 2 * BEYOND;
    this.#resize(Math.min(keys.length, seen));
    this.#space.style.height = `${keys.length * height}px`;
    setAttribute(this.#scroller, 'aria-rowcount', keys.length + 1);
    const freshKeys = fresh ? new Set([...fresh].map(({ key }) => key)) : null;
    const focused = document.activeElement === this.#scroller;
    const last = Math.min(keys.length, first + this.#pool.length);
    for (let index = last - this.#pool.length; index < last; index++) {
      const row = this.#pool[index % this.#pool.length];
      const key = keys[index];
      row.show(key, index, index * height, this.#app.store.entry(key), this.#app.loads.of(...ofKey(key)), {
        selected: this.selected.has(key),
        open: key === this.#open,
        active: focused && index === this.#active,
        fresh: freshKeys?.has(key) ?? false,
      });
    }
    const active = keys[this.#active];
    const activeRow = this.#pool.find((row) => row.key === active);
    setAttribute(this.#scroller, 'aria-activedescendant', focused ? activeRow?.element.id : null);
    this.#all.checked = keys.length > 0 && this.selected.size === keys.length;
    this.#all.indeterminate = this.selected.size > 0 && !this.#all.checked;
  }

  /** @param {number} rows */
  #resize(rows) {
    while (this.#pool.length < rows) {
      const row = this.#spare.pop() ?? new InstanceRow(`row-${this.#pool.length}`, (key) => this.#toggle(key));
      this.#pool.push(row);
      this.#space.append(row.element);
    }
    for (const row of this.#pool.splice(rows).toReversed()) {
      row.element.remove();
      this.#spare.push(row);
    }
  }

  /** @param {string} name */
  #sortBy(name) {
    const { sort, descending } = this.#wish;
    const numeric = name === 'load' || name === 'weight' || name === 'since';
    if (sort !== name) {
      this.#on.sort(name, numeric);
    } else {
      this.#on.sort(descending === numeric ? name : '', descending === numeric ? !numeric : false);
    }
  }

  #selectAll() {
    this.selected = new Set(this.#all.checked ? this.rows.keys : []);
    this.#draw();
    this.#on.rows();
  }

  /** @param {string} key */
  #toggle(key) {
    if (!this.selected.delete(key)) {
      this.selected.add(key);
    }
    this.#draw();
    this.#on.rows();
  }

  /** @param {Event} event */
  #click({ target }) {
    if (target instanceof Element && !target.closest('.c-check')) {
      const element = target.closest('.row');
      const row = this.#pool.find((each) => each.element === element);
      if (row) {
        this.#active = this.rows.keys.indexOf(row.key);
        this.#on.open(row.key);
      }
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.target !== this.#scroller || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#rowHeight) - 2);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const key = this.rows.keys[this.#active];
    if (event.key in steps) {
      this.#active = Math.max(0, Math.min(this.rows.keys.length - 1, this.#active + steps[event.key]));
      this.#reveal();
    } else if (event.key === 'Enter' && key) {
      this.#on.open(key);
    } else if (event.key === ' ' && key) {
      this.#toggle(key);
    } else {
      return;
    }
    event.preventDefault();
  }

  #reveal() {
    const height = this.#rowHeight;
    const head = 40;
    const top = this.#active * height;
    const view = this.#view;
    if (top < view.top) {
      this.#scrollTo(top);
    } else if (top + height > view.top + view.height - head) {
      this.#scrollTo(top + height - view.height + head);
    }
    this.#draw();
  }
}

