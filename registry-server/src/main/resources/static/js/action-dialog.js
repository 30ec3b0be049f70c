// @ts-check
/**
 * Asks before something is done: says what will happen, wants a reason, lets it end by itself. It waits for the registry's
 * answer, and what the page shows changes only when the registry's stream says so.
 */

import { explain, getJson, servicePath } from './api.js';
import { clock } from './clock.js';
import { h, setText } from './dom.js';
import { count, decimal, percent, plural } from './format.js';
import { ofKey } from './route.js';
import { isRoutable } from './service.js';

/** More than this part of a service is not taken out by accident. */
const LARGE_PART = 0.2;

/** @type {[minutes: number, label: string][]} */
const ENDS = [[5, 'after 5 minutes'], [30, 'after 30 minutes'], [120, 'after 2 hours'], [480, 'after 8 hours'], [0, 'when somebody returns it']];
const USUAL_END = 30;

/**
 * @param {import('./app.js').App} app
 * @param {import('./actions.js').Action} action
 * @param {string[]} keys
 * @returns {Promise<import('./operator.js').Outcome | null>} null when it was not wanted after all
 */
export function askBefore(app, action, keys) {
  const back = document.activeElement;
  const one = keys.length === 1 ? app.store.entry(keys[0]) : undefined;
  const mustType = action.takesAway ? dangerOf(app, keys) : null;
  const effect = h('p', { class: 'effect', 'aria-live': 'polite' });
  const reason = h('input', { type: 'text', id: 'action-reason', required: true, maxlength: 200, autocomplete: 'off', placeholder: 'disk replacement' });
  const end = h('select', { id: 'action-end' }, ...ENDS.map(([minutes, label]) => h('option', { value: minutes, selected: minutes === USUAL_END }, label)));
  const weight = h('input', { type: 'number', id: 'action-weight', required: true, min: 0, max: 1000, step: 'any', value: one ? (one.instance.override?.weight ?? one.instance.weight) : 1 });
  const typed = h('input', { type: 'text', id: 'action-typed', autocomplete: 'off', spellcheck: 'false' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  const send = h('button', { type: 'submit', class: 'primary' }, action.verb);
  const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
  const subject = one ? one.instance.id : plural(keys.length, 'instance');
  const form = h(
    'form',
    { method: 'dialog' },
    h('h2', { id: 'action-title' }, `${action.name}: `, h('span', { class: 'id' }, subject)),
    h('p', { class: 'beside' }, action.explains),
    effect,
    action.asksWeight ? field('Weight', weight) : null,
    action.asksEnd ? field('Reason, which everybody sees', reason) : null,
    action.asksEnd ? field('It ends by itself', end) : null,
    mustType ? h('p', { class: 'notice warn' }, mustType.sentence) : null,
    mustType ? field(`Type ${mustType.word} to go on`, typed) : null,
    problem,
    h('div', { class: 'dialog-end' }, cancel, send),
  );
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'action-title' }, form);
  void describe(app, action, keys, effect);
  return new Promise((resolve) => {
    /** @type {import('./operator.js').Outcome | null} */
    let outcome = null;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (mustType && typed.value.trim() !== mustType.word) {
        setText(problem, `That is not ${mustType.word}.`);
        typed.focus();
        return;
      }
      void act();
    });
    async function act() {
      send.disabled = true;
      setText(send, 'Waiting for the registry');
      setText(problem, '');
      const minutes = Number(end.value);
      const expiresAt = action.asksEnd && minutes > 0 ? new Date(clock.now() + minutes * 60_000).toISOString() : undefined;
      const answer = await action.act(app, keys, { reason: reason.value.trim(), expiresAt, weight: Number(weight.value) });
      send.disabled = false;
      setText(send, action.verb);
      if (answer.done.length === 0) {
        setText(problem, `Nothing was done: ${answer.problem} Trying again is safe.`);
      } else {
        outcome = answer;
        dialog.close();
      }
    }
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (back instanceof HTMLElement && back.isConnected) {
        back.focus();
      } else {
        document.getElementById('main')?.focus();
      }
      resolve(outcome);
    });
    document.body.append(dialog);
    dialog.showModal();
    (action.asksWeight ? weight : action.asksEnd ? reason : send).focus();
  });
}

/** @param {string} label @param {HTMLElement} input */
const field = (label, input) => h('p', { class: 'field' }, h('label', { for: input.id }, label), input);

/**
 * What has to be typed because it takes away much: the whole of a service, or, of several, a large part.
 *
 * @param {import('./app.js').App} app
 * @param {string[]} keys
 */
function dangerOf(app, keys) {
  for (const [name, ids] of byService(keys)) {
    const service = app.store.services.get(name);
    if (!service) {
      continue;
    }
    const left = [...service.entries.values()].filter((entry) => isRoutable(service, entry) && !ids.has(entry.instance.id)).length;
    if (left === 0 && service.routable > 0) {
      return { word: name, sentence: `After that callers find nobody of ${name}.` };
    }
    if (ids.size > 1 && ids.size > service.tally.listed * LARGE_PART) {
      return { word: name, sentence: `These are ${count(ids.size)} of the ${count(service.tally.listed)} instances of ${name}.` };
    }
  }
  return null;
}

/**
 * Says what will happen: how many stay, and which share of the keys moves.
 *
 * @param {import('./app.js').App} app
 * @param {import('./actions.js').Action} action
 * @param {string[]} keys
 * @param {HTMLElement} effect
 */
async function describe(app, action, keys, effect) {
  if (!action.takesAway && !action.asksWeight) {
    return;
  }
  const lines = [];
  for (const [name, ids] of byService(keys)) {
    const service = app.store.services.get(name);
    if (service) {
      const stay = [...service.entries.values()].filter((entry) => isRoutable(service, entry) && !ids.has(entry.instance.id)).length;
      const share = await shareOf(name, ids).catch((failure) => explain(failure));
      const keysOfIt = typeof share === 'number' ? `${percent(share, 1)} of its keys` : share;
      lines.push(
        action.takesAway
          ? `${name}: ${keysOfIt} go to others; ${count(stay)} of ${plural(service.tally.listed, 'instance')} can still be called.`
          : `${name}: ${ids.size === 1 ? 'it serves' : 'they serve'} ${keysOfIt} now; all weights of the service add up to ${decimal(weights(service))}.`,
      );
    }
  }
  setText(effect, lines.join(' '));
}

/** @param {import('./service.js').Service} service */
const weights = (service) =>
  [...service.entries.values()].reduce((sum, { instance }) => sum + (instance.override?.weight ?? instance.weight), 0);

/** @param {string} service @param {Set<string>} ids @returns {Promise<number>} */
async function shareOf(service, ids) {
  const { instances } = await getJson(servicePath(service, '/ring'));
  return instances.reduce((/** @type {number} */ sum, /** @type {{id: string, share: number}} */ each) => sum + (ids.has(each.id) ? each.share : 0), 0);
}

/** @param {string[]} keys @returns {Map<string, Set<string>>} */
function byService(keys) {
  const services = new Map();
  for (const [service, id] of keys.map(ofKey)) {
    services.set(service, (services.get(service) ?? new Set()).add(id));
  }
  return services;
}
