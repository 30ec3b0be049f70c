// @ts-check
/** Finds a service, an instance, an address, or where a key goes, from anywhere. */

import { getJson, servicePath } from './api.js';
import { h, setAttribute } from './dom.js';
import { address, count } from './format.js';
import { go, here, href, hrefWith, keyOf, serviceHref } from './route.js';
import { statusOf } from './service.js';
import { mark } from './status.js';

/** @typedef {{href: string, element: HTMLElement}} Option */

const SERVICES_SHOWN = 5;
const INSTANCES_SHOWN = 8;
const ASK_MILLIS = 200;

export class Search {
  #app;
  #input;
  #list;
  /** @type {Option[]} */
  #options = [];
  #active = 0;
  #timer = 0;
  /** @type {Element | null} */
  #back = null;

  /** @param {HTMLInputElement} input @param {HTMLElement} list @param {import('./app.js').App} app */
  constructor(input, list, app) {
    this.#app = app;
    this.#input = input;
    this.#list = list;
    input.addEventListener('input', () => this.#find());
    input.addEventListener('focus', () => this.#find());
    input.addEventListener('blur', () => this.#close());
    input.addEventListener('keydown', (event) => this.#key(event));
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', ({ target }) => {
      const index = target instanceof Element ? this.#options.findIndex(({ element }) => element.contains(target)) : -1;
      this.#choose(index);
    });
  }

  open() {
    this.#back = document.activeElement;
    this.#input.focus();
    this.#input.select();
  }

  #find() {
    const text = this.#input.value.trim().toLowerCase();
    clearTimeout(this.#timer);
    if (text === '') {
      this.#close();
      return;
    }
    const services = this.#app.store.sorted.filter(({ name }) => name.includes(text)).sort((a, b) => a.name.length - b.name.length);
    /** @type {[string, Option[]][]} */
    const groups = [
      ['Services', services.slice(0, SERVICES_SHOWN).map((service) => this.#serviceOption(service))],
      ['Instances', this.#instances(text)],
      ['Where a key goes', this.#keys(this.#input.value.trim())],
    ];
    this.#show(groups.filter(([, options]) => options.length > 0));
  }

  /** @param {string} text */
  #instances(text) {
    /** @type {Option[]} */
    const options = [];
    let found = 0;
    for (const service of this.#app.store.services.values()) {
      for (const entry of service.entries.values()) {
        const { instance } = entry;
        if (instance.id.toLowerCase().includes(text) || address(instance).toLowerCase().includes(text)) {
          found++;
          if (options.length < INSTANCES_SHOWN) {
            const key = keyOf(instance.service, instance.id);
            options.push(option(hrefWith(here(), { open: key }), mark(statusOf(entry)), h('span', { class: 'id' }, instance.id), h('span', { class: 'beside' }, `${instance.service} · ${address(instance)}`)));
          }
        }
      }
    }
    if (found > options.length) {
      options.push(option(href(['instances'], { q: this.#input.value.trim() }), null, h('span', {}, `All ${count(found)} instances`), null));
    }
    return options;
  }

  /** The first word may name the service: `inventory c-17`. @param {string} text */
  #keys(text) {
    const [first, ...others] = text.split(/\s+/);
    const named = this.#app.store.services.get(first.toLowerCase());
    const { page, rest } = here();
    const open = page === 'services' || page === 'ring' ? this.#app.store.services.get(rest[0] ?? '') : undefined;
    const service = others.length > 0 && named ? named : open;
    if (service) {
      const key = service === named && others.length > 0 ? others.join(' ') : text;
      const answer = h('span', { class: 'beside' }, 'asking');
      this.#timer = window.setTimeout(() => void this.#ask(service.name, key, answer), ASK_MILLIS);
      return [option(href(['ring', service.name], { key }), null, h('span', {}, `Key “${key}” in ${service.name}`), answer)];
    }
    return [option(href(['ring'], { key: text }), null, h('span', {}, `Key “${text}”`), h('span', { class: 'beside' }, 'choose the service there, or write it before the key'))];
  }

  /** @param {string} service @param {string} key @param {HTMLElement} answer */
  async #ask(service, key, answer) {
    try {
      const { owner } = await getJson(servicePath(service, `/route?key=${encodeURIComponent(key)}`));
      answer.textContent = owner ? `→ ${owner.id}` : 'nobody may be called';
    } catch {
      answer.textContent = '';
    }
  }

  /** @param {import('./service.js').Service} service */
  #serviceOption(service) {
    const { byStatus, listed } = service.tally;
    return option(serviceHref(service.name), mark(service.routable > 0 ? 'UP' : 'DOWN'), h('b', {}, service.name), h('span', { class: 'beside' }, `${count(byStatus.UP)} of ${count(listed)} up`));
  }

  /** @param {[string, Option[]][]} groups */
  #show(groups) {
    this.#options = groups.flatMap(([, options]) => options);
    this.#list.replaceChildren(
      ...groups.map(([title, options], index) =>
        h('div', { role: 'group', 'aria-labelledby': `found-${index}` }, h('div', { id: `found-${index}`, class: 'found-title' }, title), ...options.map(({ element }) => element)),
      ),
    );
    this.#options.forEach(({ element }, index) => (element.id = `option-${index}`));
    this.#list.hidden = false;
    setAttribute(this.#input, 'aria-expanded', 'true');
    this.#activate(0);
  }

  /** @param {number} index */
  #activate(index) {
    this.#active = (index + this.#options.length) % this.#options.length;
    this.#options.forEach(({ element }, each) => setAttribute(element, 'aria-selected', String(each === this.#active)));
    setAttribute(this.#input, 'aria-activedescendant', `option-${this.#active}`);
    this.#options[this.#active].element.scrollIntoView({ block: 'nearest' });
  }

  #close() {
    clearTimeout(this.#timer);
    this.#list.hidden = true;
    setAttribute(this.#input, 'aria-expanded', 'false');
    setAttribute(this.#input, 'aria-activedescendant', null);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const shown = !this.#list.hidden;
    if (event.key === 'ArrowDown' && shown) {
      this.#activate(this.#active + 1);
    } else if (event.key === 'ArrowUp' && shown) {
      this.#activate(this.#active - 1);
    } else if (event.key === 'Enter' && shown) {
      this.#choose(this.#active);
    } else if (event.key === 'Escape') {
      this.#leave();
    } else {
      return;
    }
    event.preventDefault();
  }

  #leave() {
    this.#input.value = '';
    this.#input.blur();
    if (this.#back instanceof HTMLElement && this.#back.isConnected) {
      this.#back.focus();
    }
  }

  /** @param {number} index */
  #choose(index) {
    const chosen = this.#options[index];
    if (chosen) {
      this.#input.value = '';
      this.#input.blur();
      go(chosen.href);
    }
  }
}

/** @param {string} to @param {Element | null} first @param {Element} name @param {Element | null} beside @returns {Option} */
const option = (to, first, name, beside) => ({ href: to, element: h('div', { role: 'option', class: 'option' }, first, name, beside) });
