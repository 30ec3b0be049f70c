// @ts-check
/** Copying to the clipboard, also where the browser allows it only by hand. */

import { h, setText } from './dom.js';

/**
 * Makes a button that copies a text.
 *
 * @param {string} label
 * @param {() => string} text
 * @param {() => void} [select] selects the text on the page; used where a page may not write to the clipboard (plain HTTP
 *   from another host)
 */
export function copyButton(label, text, select) {
  let timer = 0;
  const button = h('button', { class: 'copy', type: 'button', onclick: () => void copy() }, label);
  async function copy() {
    let said = 'Copied';
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      select?.();
      said = select ? 'Selected, press Ctrl C' : 'Not allowed here';
    }
    setText(button, said);
    clearTimeout(timer);
    timer = window.setTimeout(() => setText(button, label), 2_000);
  }
  return button;
}

/**
 * Makes a block of lines to copy.
 *
 * @param {string} title
 * @param {string} lines
 */
export function copyBlock(title, lines) {
  const code = h('code', {}, lines);
  const button = copyButton('Copy', () => lines, () => getSelection()?.selectAllChildren(code));
  button.setAttribute('aria-label', `Copy ${title}`);
  return h(
    'figure',
    { class: 'lines' },
    h('figcaption', {}, title, button),
    h('pre', { tabindex: 0, 'aria-label': title }, code),
  );
}
