// @ts-check
/** A filter line, chips with counts for it, the table, and what may be done with what is selected. */

import { ActionBar } from './actions.js';
import { h, setAttribute, setText } from './dom.js';
import { toggleStatus } from './filter.js';
import { count, plural } from './format.js';
import { InstanceTable } from './instance-table.js';
import { go, here, hrefWith } from './route.js';
import { IN_WORDS, mark, word } from './status.js';

export class InstancesPanel {
  #app;
  #table;
  #input = h('input', {
    type: 'text',
    class: 'mono',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-label': 'Filter',
    placeholder: 'status:suspect zone:eu-west-1b -id:canary version:2',
    oninput: () => go(hrefWith(here(), { q: this.#input.value }), true),
  });
  /** @type {Map<string, {button: HTMLButtonElement, number: HTMLElement}>} */
  #chips = new Map();
  #footer = h('p', { class: 'beside' }, h('span'), h('span', { class: 'only-wide' }, ' · the order waits while you point at a row'));
  #selected = h('p', {}, h('b'));
  #actions;
  #bar;
  #none;
  element;

  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.#app = app;
    this.#actions = new ActionBar(app);
    this.#table = new InstanceTable(app, {
      open: (key) => go(hrefWith(here(), { open: key })),
      sort: (sort, descending) => go(hrefWith(here(), { sort: sort === '' ? null : descending ? `-${sort}` : sort }), true),
      rows: () => this.#rowsChanged(),
    });
    const chips = [...IN_WORDS, 'HELD'].map((status) => {
      const number = h('b');
      const button = h('button', { type: 'button', class: 'chip', onclick: () => this.#toggle(status) }, mark(status), word(status), number);
      this.#chips.set(status, { button, number });
      return button;
    });
    const clear = h('button', { type: 'button', class: 'quiet', onclick: () => this.#table.clearSelection() }, 'Clear');
    this.#bar = h('div', { class: 'selection', role: 'group', 'aria-label': 'Selected instances', hidden: true }, this.#selected, this.#actions.element, clear);
    const clearFilter = h('button', { type: 'button', onclick: () => this.clearFilter() }, 'Clear the filter');
    this.#none = h('div', { class: 'no-match', hidden: true }, h('span'), clearFilter);
    this.element = h(
      'div',
      { class: 'instances' },
      h('div', { class: 'filter-line' }, this.#input),
      h('div', { class: 'chips', role: 'group', 'aria-label': 'Statuses' }, ...chips),
      h('div', { class: 'card grid-card' }, this.#table.element, this.#none, this.#bar, h('footer', {}, this.#footer)),
    );
  }

  /** @param {import('./route.js').Route} route @param {string | null} service only of this one */
  show({ query }, service) {
    const line = query.get('q') ?? '';
    if (this.#input.value !== line) {
      this.#input.value = line;
    }
    const sort = query.get('sort') ?? (service === null ? 'status' : '');
    this.#table.show({ line, sort: sort.replace(/^-/, ''), descending: sort.startsWith('-'), service }, query.get('open') ?? '');
  }

  /** @param {import('./store.js').Changes | null} changes */
  update(changes) {
    this.#table.update(changes);
  }

  tick() {
    this.#table.tick();
  }

  leave() {
    this.#table.leave();
  }

  clearFilter() {
    go(hrefWith(here(), { q: null }), true);
    this.#input.focus();
  }

  /** @param {string} status */
  #toggle(status) {
    go(hrefWith(here(), { q: toggleStatus(this.#input.value, status) }), true);
  }

  #rowsChanged() {
    const { rows, selected } = this.#table;
    const words = this.#input.value.toLowerCase().split(/\s+/);
    this.#chips.forEach(({ button, number }, status) => {
      const value = rows.byStatus.get(status) ?? 0;
      setText(number, count(value));
      setAttribute(button, 'aria-pressed', String(words.includes(`status:${status.toLowerCase()}`)));
      button.classList.toggle('zero', value === 0);
      button.hidden = status === 'HELD' && value === 0;
    });
    const listed = this.#app.store.tally.listed;
    setText(/** @type {Node} */ (this.#footer.firstChild), `${count(rows.keys.length)} of ${plural(listed, 'instance')}`);
    this.#none.hidden = rows.keys.length > 0;
    setText(/** @type {Node} */ (this.#none.firstChild), this.#input.value.trim() === '' ? 'No instance is listed. The next one that registers appears here.' : `Nothing matches “${this.#input.value.trim()}”.`);
    /** @type {HTMLElement} */ (this.#none.lastChild).hidden = this.#input.value.trim() === '';
    this.#bar.hidden = selected.size === 0;
    setText(/** @type {Node} */ (this.#selected.firstChild), `${count(selected.size)} selected`);
    if (selected.size > 0) {
      this.#actions.show([...selected]);
    }
  }
}
