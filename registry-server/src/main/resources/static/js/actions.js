// @ts-check
/** What may be done with instances: the buttons, and what each says and sends. */

import { askBefore } from './action-dialog.js';
import { h } from './dom.js';
import { plural } from './format.js';
import { remove, say } from './operator.js';
import { ofKey } from './route.js';
import { toast } from './toast.js';

/**
 * @typedef {import('./service.js').Entry} Entry
 * @typedef {import('./operator.js').Outcome} Outcome
 * @typedef {{reason: string, expiresAt?: string, weight?: number}} Answers what the dialog asked for
 *
 * @typedef {object} Action
 * @property {string} name
 * @property {string} verb what the dialog's button says
 * @property {string} done what has become of them
 * @property {boolean} takesAway whether callers then leave them out
 * @property {boolean} [asksWeight]
 * @property {boolean} [asksEnd]
 * @property {string} explains
 * @property {(entry: Entry) => boolean} fits
 * @property {(app: import('./app.js').App, keys: string[], answers: Answers) => Promise<Outcome>} act
 */

/** @type {Action[]} */
const ACTIONS = [
  {
    name: 'Drain',
    verb: 'Drain',
    done: 'draining',
    takesAway: true,
    asksEnd: true,
    explains: 'They finish the calls they have and get no new ones.',
    fits: ({ instance, held }) => !held && instance.override?.status !== 'DRAINING',
    act: (app, keys, { reason, expiresAt }) => say(app, keys, (before) => ({ status: 'DRAINING', weight: before?.weight, reason, expiresAt })),
  },
  {
    name: 'Take out of service',
    verb: 'Take out',
    done: 'out of service',
    takesAway: true,
    asksEnd: true,
    explains: 'Callers leave them out at once. Calls that are under way are not cut.',
    fits: ({ instance, held }) => !held && instance.override?.status !== 'OUT_OF_SERVICE',
    act: (app, keys, { reason, expiresAt }) => say(app, keys, (before) => ({ status: 'OUT_OF_SERVICE', weight: before?.weight, reason, expiresAt })),
  },
  {
    name: 'Change weight',
    verb: 'Change weight',
    done: 'weighed anew',
    takesAway: false,
    asksWeight: true,
    asksEnd: true,
    explains: 'Callers send a share of keys and calls by weight, relative to the others of the service. 0 leaves it without any.',
    fits: ({ held }) => !held,
    act: (app, keys, { reason, expiresAt, weight }) => say(app, keys, (before) => ({ status: before?.status, weight, reason, expiresAt })),
  },
  {
    name: 'Return to service',
    verb: 'Return to service',
    done: 'as they say themselves again',
    takesAway: false,
    explains: 'Takes back what operators said of them, status and weight.',
    fits: ({ instance }) => instance.override !== undefined,
    act: (app, keys) => say(app, keys, () => null),
  },
  {
    name: 'Remove from the list',
    verb: 'Remove',
    done: 'no longer listed',
    takesAway: false,
    explains: 'For instances that are down for good. One that lives comes back by itself with its next heartbeat.',
    fits: ({ instance, held }) => !held && instance.status === 'DOWN',
    act: (app, keys) => remove(keys),
  },
];

/** The buttons of what may be done with some instances. They stay what they are as long as that is the same. */
export class ActionBar {
  element = h('div', { class: 'actions' });
  #app;
  #shown = '';

  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.#app = app;
  }

  /** @param {string[]} keys */
  show(keys) {
    const entries = keys.flatMap((key) => this.#app.store.entry(key) ?? []);
    const refused = this.#app.mayNotAct;
    const fitting = refused === null && entries.length > 0 ? ACTIONS.filter((action) => entries.every(action.fits)) : [];
    const shown = [refused, ...fitting.map((action) => action.name), ...keys].join('\n');
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    const buttons = fitting.map((action) =>
      h('button', { type: 'button', 'data-action': action.name, onclick: () => void run(this.#app, action, keys) }, action.name),
    );
    const signIn = () => h('button', { type: 'button', onclick: () => this.#app.signIn() }, 'Sign in');
    const focused = this.element.contains(document.activeElement);
    this.element.replaceChildren(...(refused === null ? buttons : [h('p', { class: 'beside' }, refused), ...(this.#app.looksOnly ? [signIn()] : [])]));
    // Whoever has just used a button by the keyboard goes on where it was.
    if (focused) {
      this.element.querySelector('button')?.focus();
    }
  }
}

/** @param {import('./app.js').App} app @param {Action} action @param {string[]} keys */
async function run(app, action, keys) {
  const outcome = await askBefore(app, action, keys);
  if (outcome) {
    tellOutcome(action, outcome, keys.length);
  }
}

/** @param {Action} action @param {Outcome} outcome @param {number} asked */
function tellOutcome(action, outcome, asked) {
  const { done, warning, undo } = outcome;
  const who = done.length === 1 ? ofKey(done[0])[1] : plural(done.length, 'instance');
  const part = done.length < asked ? ` of ${asked}; the others were refused: ${outcome.problem}` : '';
  toast(`${who}: ${action.done}${part}. ${warning}`.trim(), undo && (async () => {
    const undone = await undo();
    toast(undone.problem === '' ? `${who}: as before.` : `Not undone: ${undone.problem}`, null);
  }));
}
