// @ts-check
/** The keys, on `?`. */

import { h } from './dom.js';

const KEYS = [
  ['/ or Ctrl K', 'find a service, an instance, an address or where a key goes'],
  ['j, k or ↓, ↑', 'next and previous row of a table'],
  ['Enter', 'open the row'],
  ['Space', 'select the row'],
  ['Esc', 'close what is open'],
  ['?', 'this list'],
];

export function showHelp() {
  const close = h('button', { type: 'button', onclick: () => dialog.close() }, 'Close');
  const dialog = h(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keys'),
    h('dl', { class: 'facts' }, ...KEYS.flatMap(([key, words]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, words)])),
    h('div', { class: 'dialog-end' }, close),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
