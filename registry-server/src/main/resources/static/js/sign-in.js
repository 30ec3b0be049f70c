// @ts-check
/** Asks who it is where the registry wants to know: for a token, or as people sign in there. */

import { token } from './api.js';
import { h } from './dom.js';
import { drawWays } from './people.js';

export class SignIn {
  #root;
  #onToken;
  #problem = h('p', { class: 'problem', role: 'alert' });
  #input = h('input', { id: 'token', type: 'password', autocomplete: 'off', required: true, 'aria-describedby': 'token-note' });
  #title = h('h2', {});
  #people = h('div', { class: 'card sign-in' });
  #form;
  /** Whether what was typed has been sent and not been answered yet. */
  #sent = false;

  /** @param {HTMLElement} root @param {() => void} onToken a token has been given */
  constructor(root, onToken) {
    this.#root = root;
    this.#onToken = onToken;
    this.#form = h(
      'form',
      {
        class: 'card sign-in',
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          this.#submit();
        },
      },
      this.#title,
      h('p', { id: 'token-note' }, 'It is the value of ', h('code', {}, 'ringmaster.server.token'), '. This tab forgets it when it is closed.'),
      h('label', { for: 'token' }, 'Token'),
      h('div', { class: 'route-line' }, this.#input, h('button', { class: 'primary', type: 'submit' }, 'Sign in')),
      this.#problem,
    );
  }

  /** Shows the form; a token that was tried already has been refused. @param {import('./people.js').Ways} [ways] */
  show(ways) {
    const refused = location.search.includes('sign-in=refused') ? 'You were not signed in. The log of the registry says why.' : '';
    this.#problem.textContent = token.get() === null ? refused : 'The registry refused this token.';
    token.set(null);
    this.#sent = false;
    this.#title.textContent = ways ? 'Or with a token' : 'This registry asks for a token';
    if (!this.#form.isConnected) {
      this.#root.replaceChildren(this.#form);
      if (ways) {
        this.#people.replaceChildren(h('h2', {}, 'Sign in'), ...drawWays(ways, () => this.#tried()));
        this.#root.prepend(this.#people);
      }
      this.#input.focus();
    }
  }

  /** The picture is live. When it is so once more, the form stays for whoever is still typing. */
  live() {
    if (this.#sent) {
      this.#sent = false;
      this.#form.remove();
      this.#people.remove();
      this.#input.value = '';
    }
  }

  #submit() {
    token.set(this.#input.value.trim());
    this.#problem.textContent = '';
    this.#tried();
  }

  #tried() {
    this.#sent = true;
    this.#onToken();
  }
}
