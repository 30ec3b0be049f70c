// @ts-check
/** Instances by status, as a bar and in words. Each word leads to those instances. */

import { h, setAttribute, setText } from './dom.js';
import { count } from './format.js';
import { Bar, IN_WORDS, mark, word } from './status.js';

export class Totals {
  #all = h('b');
  beside = h('span', { class: 'beside' });
  #bar = new Bar();
  /** @type {Map<string, {link: HTMLAnchorElement, number: HTMLElement}>} */
  #words = new Map();
  element;

  /** @param {(status: string) => string} hrefOf where the instances of a status are */
  constructor(hrefOf) {
    const items = [...IN_WORDS, 'HELD'].map((status) => {
      const number = h('b');
      const link = h('a', { href: hrefOf(status) }, mark(status), number, h('span', {}, word(status)));
      this.#words.set(status, { link, number });
      return h('li', {}, link);
    });
    this.element = h(
      'section',
      { class: 'card tile totals', 'aria-labelledby': 'totals-title' },
      h('h2', { id: 'totals-title' }, 'Instances'),
      h('p', { class: 'figure' }, this.#all, ' ', this.beside),
      this.#bar.element,
      h('ul', { class: 'words' }, ...items),
    );
  }

  /** @param {import('./service.js').Tally} tally */
  show(tally) {
    setText(this.#all, count(tally.listed));
    this.#bar.show(tally.byStatus);
    this.#words.forEach(({ link, number }, status) => {
      const value = status === 'HELD' ? tally.held : tally.byStatus[/** @type {never} */ (status)];
      setText(number, count(value));
      setAttribute(link, 'class', value === 0 ? 'zero' : '');
      /** @type {HTMLElement} */ (link.parentElement).hidden = value === 0 && status !== 'UP';
    });
  }
}
