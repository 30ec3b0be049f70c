// @ts-check
/** Who is told of the changes of a service, and how far behind each is. */

import { getJson, servicePath } from './api.js';
import { Keyed, h, setAttribute, setText } from './dom.js';
import { ago, count, moment, plural } from './format.js';
import { Poll } from './poll.js';

/**
 * @typedef {{session?: string, application?: string, since: string, watchesAll: boolean, applied?: string, lag?: number}} Watcher
 */

const PERIOD_MILLIS = 2_000;
const LINES = 300;

export class WatchersPanel {
  #service;
  /** @type {Poll<{revision: string, watchers: Watcher[]}>} */
  #poll;
  #sentence = h('h2', { id: 'watchers-title' });
  #note = h('p', { class: 'beside' });
  #body = h('tbody');
  #rows = new Keyed(this.#body, () => new WatcherRow());
  #table;
  element;

  /** @param {string} service */
  constructor(service) {
    this.#service = service;
    this.#poll = new Poll(() => getJson(servicePath(this.#service, '/watchers')), PERIOD_MILLIS, () => this.#draw());
    const heads = ['Application', 'Session', 'Behind', 'Applied', 'Watches', 'Connected'];
    this.#table = h('table', { class: 'plain-table' }, h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))), this.#body);
    this.element = h(
      'section',
      { class: 'card watchers', 'aria-labelledby': 'watchers-title' },
      h('header', {}, this.#sentence, this.#note),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Subscribers' }, this.#table),
    );
  }

  show() {
    this.#poll.start();
  }

  /** @param {import('./store.js').Changes | null} changes */
  update(changes) {
    if (!changes || changes.services.has(this.#service)) {
      this.#poll.within(500);
    }
  }

  leave() {
    this.#poll.stop();
  }

  #draw() {
    const { value, problem } = this.#poll;
    if (problem !== '') {
      setText(this.#sentence, `The subscribers could not be asked: ${problem}`);
      return;
    }
    const watchers = value?.watchers ?? [];
    const told = watchers.filter(({ lag }) => lag !== undefined);
    const behind = told.filter(({ lag }) => (lag ?? 0) > 0);
    const silent = watchers.length - told.length;
    const all = told.length === 0 ? '' : behind.length === 0 ? told.length === 1 ? ', the one that acknowledges is up to date' : `, all ${count(told.length)} that acknowledge are up to date` : `, ${count(behind.length)} behind`;
    setText(this.#sentence, `${plural(watchers.length, 'subscriber')}${all}`);
    setText(this.#note, silent > 0 ? `${count(silent)} without acknowledgements, as this page is` : `at revision ${value?.revision ?? ''}`);
    const sorted = [...watchers].sort((a, b) => (b.lag ?? -1) - (a.lag ?? -1) || ((a.application ?? '~') < (b.application ?? '~') ? -1 : 1));
    this.#rows.show(sorted.slice(0, LINES), ({ session, since }) => `${session} ${since}`);
    this.#table.hidden = watchers.length === 0;
  }
}

class WatcherRow {
  #cells = Array.from({ length: 5 }, () => h('td'));
  #application = h('th', { scope: 'row' });
  element = h('tr', {}, this.#application, ...this.#cells);

  /** @param {Watcher} watcher */
  show({ application, session, lag, applied, watchesAll, since }) {
    setText(this.#application, application ?? 'does not say');
    const behind = lag === undefined ? 'unknown' : lag === 0 ? 'up to date' : `${plural(lag, 'change')} behind`;
    const texts = [session ?? '–', behind, applied ?? '–', watchesAll ? 'every service' : 'chosen services', ago(since)];
    this.#cells.forEach((cell, index) => setText(cell, texts[index]));
    this.#cells[0].className = this.#cells[2].className = 'mono';
    setAttribute(this.#cells[1], 'class', lag ? 'w-SUSPECT' : lag === 0 ? 'w-UP' : 'beside');
    this.#cells[4].title = moment(since);
  }
}
