// @ts-check
/** Says what was done, and offers to undo it. It stays long enough to be reached by keyboard. */

import { byId, h, icon } from './dom.js';

const SHOWN_MILLIS = 20_000;

/** @param {string} sentence @param {(() => void) | null} undo */
export function toast(sentence, undo) {
  const close = () => element.remove();
  const element = h(
    'div',
    { class: 'toast' },
    h('p', {}, sentence),
    undo &&
      h('button', {
        type: 'button',
        onclick: () => {
          close();
          undo();
        },
      }, 'Undo'),
    h('button', { type: 'button', class: 'quiet icon', 'aria-label': 'Close the message', onclick: close }, icon('close')),
  );
  byId('toasts').replaceChildren(element);
  setTimeout(close, SHOWN_MILLIS);
}
