// @ts-check
/** Asks for the token where the registry wants one. */

import { token } from './api.js';
import { h } from './dom.js';

export class SignIn {
  #root;
  #onToken;
  #problem = h('p', { class: 'problem', role: 'alert' });
  #input = h('input', { id: 'token', type: 'password', autocomplete: 'off', required: true, 'aria-describedby': 'token-note' });
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
      h('h2', {}, 'This registry asks for a token'),
      h('p', { id: 'token-note' }, 'It is the value of ', h('code', {}, 'ringmaster.server.token'), '. This tab forgets it when it is closed.'),
      h('label', { for: 'token' }, 'Token'),
      h('div', { class: 'route-line' }, this.#input, h('button', { class: 'primary', type: 'submit' }, 'Sign in')),
      this.#problem,
    );
  }

  /** Shows the form; a token that was tried already has been refused. */
  show() {
    this.#problem.textContent = token.get() === null ? '' : 'The registry refused this token.';
    token.set(null);
    this.#sent = false;
    if (!this.#form.isConnected) {
      this.#root.replaceChildren(this.#form);
      this.#input.focus();
    }
  }

  /** The picture is live. When it is so once more, the form stays for whoever is still typing. */
  live() {
    if (this.#sent) {
      this.#sent = false;
      this.#form.remove();
      this.#input.value = '';
    }
  }

  #submit() {
    token.set(this.#input.value.trim());
    this.#sent = true;
    this.#problem.textContent = '';
    this.#onToken();
  }
}
