// @ts-check
/** All instances by status, as a bar and in words. Each word filters the list. */

import { h, setAttribute, setText } from './dom.js';
import { count, plural } from './format.js';
import { statusFilter } from './filter.js';
import { Bar, IN_WORDS, mark, word } from './status.js';

export class Totals {
  #all = h('b');
  #services = h('span', { class: 'beside' });
  #bar = new Bar();
  /** @type {Map<string, {button: HTMLButtonElement, number: HTMLElement}>} */
  #words = new Map();

  /**
   * @param {HTMLElement} root
   * @param {(filter: string) => void} onFilter is given the filter line of the status that was chosen
   */
  constructor(root, onFilter) {
    const items = [...IN_WORDS, 'HELD'].map((status) => {
      const number = h('b');
      const button = h(
        'button',
        { type: 'button', 'aria-pressed': 'false', onclick: () => onFilter(statusFilter(status)) },
        mark(status),
        number,
        h('span', {}, word(status)),
      );
      this.#words.set(status, { button, number });
      return h('li', {}, button);
    });
    root.replaceChildren(
      h('h2', { id: 'totals-title' }, 'Instances'),
      h('p', { class: 'figure' }, this.#all, ' ', this.#services),
      this.#bar.element,
      h('ul', { class: 'words' }, ...items),
    );
  }

  /** @param {import('./store.js').Tally} tally @param {number} services */
  show(tally, services) {
    setText(this.#all, count(tally.listed));
    setText(this.#services, `in ${plural(services, 'service')}`);
    this.#bar.show(tally.byStatus);
    for (const status of IN_WORDS) {
      this.#showWord(status, tally.byStatus[status]);
    }
    this.#showWord('HELD', tally.held);
    /** @type {HTMLElement} */ (this.#words.get('HELD')?.button.parentElement).hidden = tally.held === 0;
  }

  /** @param {string} line */
  showFilter(line) {
    this.#words.forEach(({ button }, status) => {
      setAttribute(button, 'aria-pressed', String(line.trim().toLowerCase() === statusFilter(status)));
    });
  }

  /** @param {string} status @param {number} number */
  #showWord(status, number) {
    const shown = this.#words.get(status);
    if (shown) {
      setText(shown.number, count(number));
      shown.button.classList.toggle('zero', number === 0);
    }
  }
}
