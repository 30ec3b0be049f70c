// @ts-check
/** How people sign in who have no token: by a provider, or with a name and a password. */

import { call, explain, getJson, person } from './api.js';
import { h } from './dom.js';

/** @typedef {{password: boolean, providers: {name: string, path: string}[]}} Ways as the registry tells them */

/** Asks who is signed in. */
export async function learnPerson() {
  const { name, csrf } = await getJson('sign-in');
  Object.assign(person, { name, csrf });
}

export const signOut = () => call('sign-in', { method: 'DELETE' });

/**
 * @param {Ways} ways
 * @param {() => void} onPerson somebody has signed in
 * @returns {HTMLElement[]}
 */
export function drawWays({ password, providers }, onPerson) {
  const links = providers.map(({ name, path }) => h('p', {}, h('a', { href: path }, `Sign in by ${name}`)));
  return password ? [...links, passwordForm(onPerson)] : links;
}

/** @param {() => void} onPerson */
function passwordForm(onPerson) {
  const name = h('input', { id: 'person-name', required: true, autocomplete: 'username' });
  const password = h('input', { id: 'person-password', type: 'password', required: true, autocomplete: 'current-password' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  return h(
    'form',
    {
      onsubmit: async (/** @type {Event} */ event) => {
        event.preventDefault();
        problem.textContent = '';
        try {
          const body = JSON.stringify({ name: name.value, password: password.value });
          await call('sign-in', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
          onPerson();
        } catch (failure) {
          problem.textContent = explain(failure);
        } finally {
          password.value = '';
        }
      },
    },
    h('p', { class: 'field' }, h('label', { for: 'person-name' }, 'Name'), name),
    h('p', { class: 'field' }, h('label', { for: 'person-password' }, 'Password'), password),
    h('p', {}, h('button', { class: 'primary', type: 'submit' }, 'Sign in')),
    problem,
  );
}
