// @ts-check
/** Light or dark: as the system has it, until somebody chooses. */

import { icon } from './dom.js';

const KEY = 'ringmaster.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** @param {HTMLButtonElement} button @param {() => void} onChange */
export function wireTheme(button, onChange) {
  apply(stored());
  button.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // No storage: the choice lives until the page is left.
    }
    apply(next);
    onChange();
  });
  dark.addEventListener('change', () => {
    apply(document.documentElement.dataset.theme ?? null);
    onChange();
  });

  /** @param {string | null} theme null: as the system has it */
  function apply(theme) {
    if (theme) {
      document.documentElement.dataset.theme = theme;
    }
    button.replaceChildren(icon(isDark() ? 'light' : 'dark'));
    button.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
  }
}

function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === 'dark' : dark.matches;
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
