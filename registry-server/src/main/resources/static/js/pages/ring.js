// @ts-check
/** Ring: who has which share of the keys of a service, how busy each is, and what would move if one left. */

import { getJson, servicePath } from '../api.js';
import { PartBar } from '../charts.js';
import { Keyed, h, setAttribute, setText } from '../dom.js';
import { count, percent } from '../format.js';
import { go, here, href, hrefWith } from '../route.js';
import { Poll } from '../poll.js';
import { RingDrawing } from '../ring-drawing.js';
import { figuresOf, titleOf } from '../ring-figures.js';
import { RouteBox } from '../route-box.js';
import { mark, setMark } from '../status.js';

/** @typedef {import('../ring-figures.js').Ring} Ring */
/** @typedef {import('../ring-figures.js').Mode} Mode */

/** @type {[Mode, string, string][]} */
const MODES = [['share', 'Share', 'colour: deviation from the fair share'], ['load', 'Load', 'colour: deviation from the average load'], ['leave', 'If it leaves', 'where its keys would go']];
/** More lines than these are not read. */
const LINES = 300;

export class RingPage {
  title = 'Ring';
  fills = true;
  #app;
  #service = '';
  /** @type {Mode} */
  #mode = 'share';
  #leaving = '';
  /** @type {string | null} */
  #owner = null;
  /** @type {Poll<Ring | null>} */
  #ring;
  #select = h('select', { 'aria-label': 'Service', onchange: () => go(href(['ring', this.#select.value], { mode: this.#mode === 'leave' ? 'share' : this.#mode, key: here().query.get('key') })) });
  #options = '';
  #modes = MODES.map(([mode, title]) => h('button', { type: 'button', 'data-mode': mode, onclick: () => this.#choose(mode) }, title));
  #hint = h('span', { class: 'beside' });
  #drawing = new RingDrawing((id) => this.#leave(id));
  #figures = h('dl', { class: 'ring-figures' });
  #listTitle = h('h2', { id: 'shares-title' });
  #fair = h('span', { class: 'beside' });
  #list = h('ol', { class: 'shares' });
  #lines;
  #more = h('p', { class: 'beside padded', hidden: true });
  #none = h('p', { class: 'padded beside', hidden: true });
  #route;
  element;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.#app = app;
    this.#ring = new Poll(() => this.#ask(), 0, () => this.#draw());
    this.#route = new RouteBox(app, (owner) => {
      this.#owner = owner;
      this.#draw();
    });
    this.#lines = new Keyed(this.#list, (id) => new ShareLine(id, () => this.#leave(id)));
    this.element = h(
      'div',
      { class: 'ring-page' },
      h(
        'section',
        { class: 'card ring-card', 'aria-label': 'Ring' },
        h('header', {}, this.#select, h('div', { class: 'segments', role: 'group', 'aria-label': 'What is shown' }, ...this.#modes), this.#hint),
        this.#none,
        h('div', { class: 'ring-box' }, this.#drawing.element),
        this.#figures,
      ),
      h(
        'div',
        { class: 'ring-side' },
        this.#route.element,
        h('section', { class: 'card shares-card', 'aria-labelledby': 'shares-title' }, h('header', {}, this.#listTitle, this.#fair), this.#list, this.#more),
      ),
    );
  }

  /** @param {import('../route.js').Route} route */
  show({ rest, query }) {
    if (rest.length === 0 && this.#app.store.services.size > 0) {
      go(href(['ring', this.#largest()], Object.fromEntries(query)), true);
      return;
    }
    const [service = ''] = rest;
    const mode = /** @type {Mode} */ (query.get('mode') ?? 'share');
    const leaving = mode === 'leave' ? (query.get('id') ?? '') : '';
    if (service !== this.#service || leaving !== this.#leaving) {
      this.#ring.stop();
      if (service !== this.#service) {
        this.#ring.value = null;
      }
      this.#service = service;
      this.#leaving = leaving;
      this.#ring.start();
    }
    this.#mode = mode;
    this.title = service === '' ? 'Ring' : `Ring of ${service}`;
    this.#route.show(service, query.get('key') ?? '');
    this.update(null);
    this.#draw();
  }

  leave() {
    this.#ring.stop();
    this.#route.leave();
    this.#service = '';
  }

  /** @param {import('../store.js').Changes | null} changes */
  update(changes) {
    const services = this.#app.store.sorted;
    const options = services.map((service) => `${service.name} (${count(service.entries.size)})`);
    if (options.join() !== this.#options) {
      this.#options = options.join();
      this.#select.replaceChildren(...services.map((service, index) => h('option', { value: service.name }, options[index])));
    }
    this.#select.value = this.#service;
    if (changes?.services.has(this.#service)) {
      this.#ring.within(700);
      this.#route.update();
    }
  }

  tick() {
    if (this.#mode === 'load') {
      this.#draw();
    }
  }

  #largest() {
    let name = '';
    let most = -1;
    this.#app.store.services.forEach((service) => {
      if (service.entries.size > most) {
        most = service.entries.size;
        name = service.name;
      }
    });
    return name;
  }

  /** @returns {Promise<Ring | null>} */
  async #ask() {
    if (this.#service === '') {
      return null;
    }
    const without = this.#leaving === '' ? '' : `?without=${encodeURIComponent(this.#leaving)}`;
    return getJson(servicePath(this.#service, `/ring${without}`));
  }

  /** @param {Mode} mode */
  #choose(mode) {
    const first = this.#ring.value?.instances.reduce((most, each) => (each.share > most.share ? each : most));
    go(hrefWith(here(), { mode, id: mode === 'leave' ? (first?.id ?? null) : null }), true);
  }

  /** @param {string} id */
  #leave(id) {
    go(hrefWith(here(), { mode: 'leave', id }), true);
  }

  #draw() {
    const ring = this.#ring.value;
    const index = MODES.findIndex(([mode]) => mode === this.#mode);
    this.#modes.forEach((button, each) => setAttribute(button, 'aria-pressed', String(each === index)));
    setText(this.#hint, MODES[index]?.[2] ?? '');
    const empty = !ring || ring.instances.length === 0;
    this.#none.hidden = !empty || (ring === null && this.#ring.problem === '');
    setText(this.#none, this.#ring.problem === '' ? 'No instance is listed, so there is no ring.' : `No answer: ${this.#ring.problem} It is asked again with the next change.`);
    this.#drawing.element.classList.toggle('empty', empty);
    if (empty) {
      this.#figures.replaceChildren();
      this.#lines.show([], String);
      return;
    }
    const mode = this.#mode === 'leave' && !ring.without ? 'share' : this.#mode;
    const { lines, figures, label, takers } = figuresOf(ring, mode, (id) => this.#app.loads.of(this.#service, id));
    const bySize = [...lines].sort((a, b) => b.place.share - a.place.share || (a.place.id < b.place.id ? -1 : 1));
    this.#drawing.show(
      bySize.map((line) => ({ id: line.place.id, share: line.place.share, kind: line.kind, ratio: line.ratio, title: titleOf(line) })),
      { leaving: mode === 'leave' ? this.#leaving : null, takers, owner: this.#owner, label },
    );
    this.#figures.replaceChildren(...figures.map(([figure, words]) => h('div', {}, h('dt', {}, words), h('dd', {}, figure))));
    setText(this.#listTitle, mode === 'leave' ? 'Who takes over' : mode === 'load' ? 'Calls in flight' : 'Shares');
    setText(this.#fair, mode === 'load' ? '' : `${percent(1 / (ring.instances.length - (mode === 'leave' ? 1 : 0)))} on average`);
    this.#lines.show(lines.slice(0, LINES), (line) => line.place.id);
    this.#more.hidden = lines.length <= LINES;
    setText(this.#more, `${count(lines.length - LINES)} more, see the API: GET /${servicePath(this.#service, '/ring')}`);
  }
}

/** One instance of the list. */
class ShareLine {
  #mark = mark('UP');
  #swatch = h('i', { class: 'swatch' });
  #bar = new PartBar();
  #text = h('span', { class: 'number' });
  #button;
  element;

  /** @param {string} id @param {() => void} onChoose */
  constructor(id, onChoose) {
    this.#button = h('button', { type: 'button', class: 'id link', title: `What moves if ${id} leaves`, onclick: onChoose }, id);
    this.element = h('li', { 'data-share': id }, this.#swatch, this.#mark, this.#button, this.#bar.element, this.#text);
  }

  /** @param {import('../ring-figures.js').Line} line */
  show({ place, part, kind, text }) {
    setMark(this.#mark, place.status);
    this.#swatch.className = `swatch ${kind}`;
    this.element.classList.toggle('leaving', kind === 'leaving');
    this.#bar.show(part, kind);
    setText(this.#text, text);
  }
}
