// @ts-check
/** The table of the instances of one service. Rows are kept from update to update, so focus and selection stay. */

import { arrange, h, setAttribute, setText } from './dom.js';
import { address, ago, count, decimal, moment, until } from './format.js';
import { mark, setMark, word } from './status.js';

/** @typedef {import('./store.js').Entry} Entry */

/** More rows than these are drawn on request only. */
const PAGE = 200;
/** How long a change has an outline. */
const OUTLINE_MILLIS = 1_800;

const COLUMNS = ['Status', 'Instance', 'Address', 'Zone', 'Weight', 'Since', 'Why'];

export class InstanceTable {
  #rows = /** @type {Map<string, Row>} */ (new Map());
  #limit = PAGE;
  /** @type {Entry[]} */
  #entries = [];
  #body = h('tbody', { role: 'rowgroup' });
  #more = h('button', { class: 'more', type: 'button', onclick: () => this.#showMore() });
  element;

  /** @param {string} service */
  constructor(service) {
    const heads = COLUMNS.map((column) =>
      h('th', { scope: 'col', role: 'columnheader', class: `c-${column.toLowerCase()}` }, column),
    );
    this.element = h(
      'div',
      {},
      h(
        'table',
        { role: 'table' },
        h('caption', { class: 'hidden-visually' }, `Instances of ${service}`),
        h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...heads)),
        this.#body,
      ),
      this.#more,
    );
  }

  /**
   * @param {Entry[]} entries sorted by id
   * @param {Set<Entry>} fresh those that get an outline
   */
  show(entries, fresh) {
    this.#entries = entries;
    const shown = entries.slice(0, this.#limit);
    const kept = new Set(shown.map((entry) => entry.instance.id));
    for (const id of [...this.#rows.keys()].filter((each) => !kept.has(each))) {
      this.#rows.delete(id);
    }
    const elements = shown.map((entry) => {
      let row = this.#rows.get(entry.instance.id);
      if (!row) {
        row = new Row();
        this.#rows.set(entry.instance.id, row);
      }
      row.show(entry);
      if (fresh.has(entry)) {
        outline(row.element);
      }
      return row.element;
    });
    arrange(this.#body, elements);
    const hidden = entries.length - shown.length;
    this.#more.hidden = hidden <= 0;
    setText(this.#more, `Show ${count(Math.min(hidden, PAGE))} more of ${count(entries.length)}`);
  }

  /** Time has passed. */
  tick() {
    this.#rows.forEach((row) => row.tick());
  }

  #showMore() {
    const firstNew = this.#limit;
    this.#limit += PAGE;
    this.show(this.#entries, new Set());
    // The button may be gone or far away now: go on where the new rows begin.
    const row = /** @type {HTMLElement | undefined} */ (this.#body.children[firstNew]);
    row?.setAttribute('tabindex', '-1');
    row?.focus({ preventScroll: true });
  }
}

class Row {
  #mark = mark('UP');
  #word = h('span');
  #status = h('span', { class: 'status' }, this.#mark, this.#word);
  #id = cell('c-instance');
  #address = cell('c-address');
  #zone = cell('c-zone', 'Zone');
  #weight = cell('c-weight', 'Weight');
  #since = h('time');
  #why = cell('c-why');
  /** @type {Entry | null} */
  #entry = null;
  element = h(
    'tr',
    { role: 'row' },
    cell('c-status', undefined, this.#status),
    this.#id,
    this.#address,
    this.#zone,
    this.#weight,
    cell('c-since', undefined, this.#since),
    this.#why,
  );

  /** @param {Entry} entry */
  show(entry) {
    if (entry === this.#entry) {
      return;
    }
    this.#entry = entry;
    const { instance, held } = entry;
    const status = held ? 'HELD' : instance.status;
    setMark(this.#mark, status);
    setText(this.#word, word(status));
    setAttribute(this.#status, 'class', `status w-${status}`);
    setAttribute(this.element, 'data-instance', instance.id);
    setText(this.#id, instance.id);
    setText(this.#address, address(instance));
    setText(this.#zone, instance.zone ?? '');
    const weight = instance.override?.weight;
    setText(this.#weight, decimal(weight ?? instance.weight));
    setAttribute(this.#weight, 'title', weight === undefined ? null : `It claims ${decimal(instance.weight)}`);
    setAttribute(this.#since, 'datetime', instance.statusSince);
    setAttribute(this.#since, 'title', moment(instance.statusSince));
    this.tick();
  }

  tick() {
    if (this.#entry) {
      setText(this.#since, ago(this.#entry.instance.statusSince));
      setText(this.#why, why(this.#entry));
    }
  }
}

/**
 * Gives an element an outline for a moment.
 *
 * @param {HTMLElement} element
 */
export function outline(element) {
  clearTimeout(Number(element.dataset.outline));
  element.classList.add('changed');
  element.dataset.outline = String(
    setTimeout(() => {
      element.classList.remove('changed');
      delete element.dataset.outline;
    }, OUTLINE_MILLIS),
  );
}

/** Why the status is what it is: what the registry sees, what an operator says. Empty when there is nothing to say. @param {Entry} entry */
function why({ instance, held }) {
  if (held) {
    return `${word(instance.status)} before the registry restarted; not back yet`;
  }
  const reasons = [];
  const { observed, observedCause, override, reported } = instance;
  if (observed !== 'passing') {
    reasons.push(observedCause ?? `seen as ${observed}`);
  }
  if (reported === 'DOWN') {
    reasons.push('it says so itself');
  }
  if (override) {
    const ending = override.expiresAt ? `, ${until(override.expiresAt)}` : '';
    const what = override.status ? '' : 'weight ';
    reasons.push(`${what}by ${override.by ?? 'an operator'}: ${override.reason ?? 'no reason given'}${ending}`);
  }
  return reasons.join(' · ');
}

/** @param {string} name @param {string} [label] shown before the value on a narrow screen @param {...Node} children */
function cell(name, label, ...children) {
  return h('td', { role: 'cell', class: name, 'data-label': label }, ...children);
}
