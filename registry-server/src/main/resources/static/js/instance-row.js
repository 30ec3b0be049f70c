// @ts-check
/** One row of the table of instances. It is used for one instance after another while one scrolls. */

import { h, outline, setAttribute, setText } from './dom.js';
import { address, ago, count, decimal, moment } from './format.js';
import { ofKey } from './route.js';
import { statusOf } from './service.js';
import { mark, setMark, word } from './status.js';

/** @typedef {import('./service.js').Entry} Entry */

export class InstanceRow {
  key = '';
  #check;
  #mark = mark('UP');
  #word = h('span');
  #status = h('span', { class: 'status' }, this.#mark, this.#word);
  #since = h('time');
  #cells = Object.fromEntries(
    ['instance', 'service', 'address', 'zone', 'version', 'load', 'weight', 'why'].map((name) => [name, cell(name)]),
  );
  /** @type {Entry | undefined} */
  #entry;
  /** All but the entry that was shown last. */
  #how = '';
  element;

  /** @param {string} id @param {(key: string) => void} onSelect */
  constructor(id, onSelect) {
    this.#check = h('input', { type: 'checkbox', tabindex: -1, onchange: () => onSelect(this.key) });
    const { instance, service, why, ...others } = this.#cells;
    this.element = h(
      'div',
      { role: 'row', id, class: 'row' },
      cell('check', this.#check),
      cell('status', this.#status),
      instance,
      service,
      others.address,
      others.zone,
      others.version,
      others.load,
      others.weight,
      cell('since', this.#since),
      why,
    );
  }

  /**
   * @param {string} key
   * @param {number} index
   * @param {number} top
   * @param {Entry | undefined} entry undefined when it is no longer listed
   * @param {number | undefined} load
   * @param {{selected: boolean, open: boolean, active: boolean, fresh: boolean}} how
   */
  show(key, index, top, entry, load, { selected, open, active, fresh }) {
    const how = `${key} ${index} ${top} ${load} ${selected} ${open} ${active}`;
    if (how === this.#how && entry === this.#entry && !fresh) {
      return;
    }
    this.#how = how;
    this.element.style.transform = `translateY(${top}px)`;
    setAttribute(this.element, 'aria-rowindex', index + 2);
    setAttribute(this.element, 'aria-selected', String(selected));
    this.element.classList.toggle('open', open);
    this.element.classList.toggle('active', active);
    this.#check.checked = selected;
    setText(this.#cells.load, load === undefined ? '' : count(load));
    if (key !== this.key) {
      this.key = key;
      const [service, id] = ofKey(key);
      setAttribute(this.element, 'data-instance', id);
      setAttribute(this.#check, 'aria-label', `Select ${id}`);
      setText(this.#cells.instance, id);
      setText(this.#cells.service, service);
      this.element.classList.remove('changed');
      this.#entry = undefined;
      if (entry === undefined) {
        this.#gone();
      }
    }
    if (entry === undefined && this.#entry !== undefined) {
      this.#gone();
    } else if (entry && entry !== this.#entry) {
      this.#fill(entry);
    }
    this.#entry = entry;
    if (fresh) {
      outline(this.element);
    }
  }

  tick() {
    if (this.#entry) {
      setText(this.#since, ago(this.#entry.instance.statusSince));
    }
  }

  /** @param {Entry} entry */
  #fill(entry) {
    const { instance } = entry;
    const status = statusOf(entry);
    this.#setStatus(status);
    setText(this.#cells.address, address(instance));
    setText(this.#cells.zone, instance.zone ?? '');
    setText(this.#cells.version, instance.metadata?.version ?? '');
    const weight = instance.override?.weight;
    setText(this.#cells.weight, decimal(weight ?? instance.weight));
    setAttribute(this.#cells.weight, 'title', weight === undefined ? null : `It claims ${decimal(instance.weight)}`);
    setText(this.#cells.why, why(entry));
    setAttribute(this.#since, 'datetime', instance.statusSince);
    setAttribute(this.#since, 'title', moment(instance.statusSince));
    setText(this.#since, ago(instance.statusSince));
  }

  #gone() {
    this.#setStatus('GONE');
    ['address', 'zone', 'version', 'load', 'weight', 'why'].forEach((name) => setText(this.#cells[name], ''));
    setText(this.#since, '');
  }

  /** @param {string} status */
  #setStatus(status) {
    setMark(this.#mark, status);
    setText(this.#word, word(status));
    setAttribute(this.#status, 'class', `status w-${status}`);
  }
}

/** Why the status is what it is: what the registry sees, what an operator says. Empty when there is nothing to say. @param {Entry} entry */
function why({ instance, held }) {
  if (held) {
    return `${word(instance.status).toLowerCase()} before the registry restarted`;
  }
  const { observed, observedCause, override, reported } = instance;
  const reasons = [];
  if (observed !== 'passing') {
    reasons.push(observedCause ?? `seen as ${observed}`);
  }
  if (reported === 'DOWN') {
    reasons.push('it says so itself');
  }
  if (override) {
    reasons.push(`${override.status ? '' : 'weight '}by ${override.by ?? 'an operator'}: ${override.reason ?? 'no reason given'}`);
  }
  return reasons.join(' · ');
}

/** @param {string} name @param {...Node} children */
function cell(name, ...children) {
  return h('div', { role: 'gridcell', class: `c-${name}` }, ...children);
}
