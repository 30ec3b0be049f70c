// @ts-check
/**
 * The fleet on one picture: a block is a service, sized by its instances, a cell is an instance. Drawn on a canvas, and only
 * the blocks that changed are drawn again. The lists beside it say the same in words.
 */

import { drawBlock, readColours } from './fleet-block.js';
import { h } from './dom.js';
import { count, plural } from './format.js';
import { go, here, hrefWith, keyOf, serviceHref } from './route.js';
import { statusOf } from './service.js';
import { IN_WORDS, word } from './status.js';
import { treemap } from './treemap.js';

/** Blocks stay where they are for at least so long. */
const LAYOUT_MILLIS = 2_000;
/** What a block needs beside its cells, counted in cells. */
const HEADER_CELLS = 6;
const TALLEST = 640;
/** However much changes, a canvas is drawn so often: each time all of it goes to the screen. */
const DRAW_MILLIS = 500;

/** @typedef {import('./fleet-block.js').Block} Block */

export class FleetMap {
  #store;
  #canvas = h('canvas', { role: 'img' });
  #tip = h('div', { class: 'tip', hidden: true });
  element = h('div', { class: 'fleet' }, this.#canvas, this.#tip);
  /** @type {Map<string, Block>} */
  #blocks = new Map();
  /** What has changed and is not drawn yet. @type {Set<string>} */
  #changed = new Set();
  #drawnAt = 0;
  #drawTimer = 0;
  #laidOutAt = 0;
  #timer = 0;
  #width = 0;
  #height = 0;
  /** @type {import('./fleet-block.js').Colours | null} */
  #colours = null;

  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.#store = store;
    new ResizeObserver(() => this.#resized()).observe(this.element);
    this.#canvas.addEventListener('pointermove', (event) => this.#showTip(event));
    this.#canvas.addEventListener('pointerleave', () => (this.#tip.hidden = true));
    this.#canvas.addEventListener('click', (event) => this.#open(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.restyle());
  }

  /** The colours are others. */
  restyle() {
    this.#colours = null;
    this.#drawAll();
  }

  /** @param {Set<string> | null} changed the services to draw again; null for all */
  update(changed) {
    for (const name of changed ?? this.#store.services.keys()) {
      this.#changed.add(name);
    }
    const wait = changed === null ? 0 : this.#drawnAt + DRAW_MILLIS - Date.now();
    if (wait <= 0) {
      this.#drawChanged();
    } else {
      this.#drawTimer ||= window.setTimeout(() => this.#drawChanged(), wait);
    }
  }

  #drawChanged() {
    clearTimeout(this.#drawTimer);
    this.#drawTimer = 0;
    this.#drawnAt = Date.now();
    const names = this.#changed;
    this.#changed = new Set();
    let misfit = this.#blocks.size === 0;
    for (const name of names) {
      const service = this.#store.services.get(name);
      const block = this.#blocks.get(name);
      const size = service ? service.entries.size : 0;
      misfit ||= block ? size > block.capacity || size < block.size / 2 || size === 0 : size > 0;
      if (block && service) {
        this.#draw(block);
      }
    }
    if (misfit) {
      this.#layOutSoon();
    }
    this.#label();
  }

  #label() {
    const { byStatus, listed } = this.#store.tally;
    const others = IN_WORDS.filter((status) => byStatus[status] > 0).map(
      (status) => `${count(byStatus[status])} ${word(status).toLowerCase()}`,
    );
    const label = `Fleet map: ${plural(listed, 'instance')}, ${others.join(', ')}. The list of services says the same.`;
    this.#canvas.setAttribute('aria-label', label);
  }

  #layOutSoon() {
    const wait = this.#laidOutAt + LAYOUT_MILLIS - Date.now();
    if (wait <= 0) {
      this.#layOut();
    } else if (!this.#timer) {
      this.#timer = window.setTimeout(() => this.#layOut(), wait);
    }
  }

  #layOut() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#width === 0) {
      return;
    }
    this.#laidOutAt = Date.now();
    const services = [...this.#store.services.values()]
      .filter((service) => service.entries.size > 0)
      .sort((a, b) => b.entries.size - a.entries.size || (a.name < b.name ? -1 : 1));
    const weights = services.map((service) => service.entries.size + HEADER_CELLS);
    const boxes = treemap(weights, { x: 0, y: 0, width: this.#width, height: this.#height }).map(onPixels);
    this.#blocks = new Map(
      services.map((service, index) => [service.name, { service, box: boxes[index], size: service.entries.size, capacity: 0, side: 0, columns: 1, top: 0 }]),
    );
    this.#drawAll();
  }

  #resized() {
    const width = Math.floor(this.element.clientWidth);
    const height = Math.min(TALLEST, Math.floor(this.element.clientHeight));
    if (width === this.#width && height === this.#height) {
      return;
    }
    this.#width = width;
    this.#height = height;
    this.#canvas.width = width * devicePixelRatio;
    this.#canvas.height = height * devicePixelRatio;
    this.#canvas.style.height = `${height}px`;
    this.#layOut();
  }

  #drawAll() {
    this.#canvas.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#blocks.forEach((block) => {
      delete block.painted;
      this.#draw(block);
    });
  }

  /** @param {Block} block */
  #draw(block) {
    const context = this.#canvas.getContext('2d');
    const service = this.#store.services.get(block.service.name);
    if (context && service) {
      block.service = service;
      this.#colours ??= readColours(this.element);
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      drawBlock(context, block, this.#colours);
    }
  }

  /** What stands at a point: a block, and the instance if it is on a cell. @param {MouseEvent} event */
  #at({ offsetX, offsetY }) {
    for (const block of this.#blocks.values()) {
      const { x, y, width, height } = block.box;
      if (offsetX >= x && offsetX < x + width && offsetY >= y && offsetY < y + height) {
        const column = Math.floor((offsetX - x - 3) / block.side);
        const row = Math.floor((offsetY - y - block.top) / block.side);
        const inside = column >= 0 && column < block.columns && row >= 0;
        return { block, entry: inside ? block.service.sorted[row * block.columns + column] : undefined };
      }
    }
    return null;
  }

  /** @param {PointerEvent} event */
  #showTip(event) {
    const found = this.#at(event);
    this.#tip.hidden = found === null;
    if (found) {
      const { service } = found.block;
      const { listed, byStatus } = service.tally;
      this.#tip.textContent = found.entry
        ? `${found.entry.instance.id} · ${word(statusOf(found.entry))}`
        : `${service.name} · ${count(byStatus.UP)} of ${count(listed)} up`;
      const beyond = event.offsetX > this.#width / 2;
      this.#tip.style.left = beyond ? 'auto' : `${event.offsetX + 12}px`;
      this.#tip.style.right = beyond ? `${this.#width - event.offsetX + 12}px` : 'auto';
      this.#tip.style.top = `${Math.min(event.offsetY + 12, this.#height - 30)}px`;
    }
  }

  /** @param {MouseEvent} event */
  #open(event) {
    const found = this.#at(event);
    if (found?.entry) {
      go(hrefWith(here(), { open: keyOf(found.block.service.name, found.entry.instance.id) }));
    } else if (found) {
      go(serviceHref(found.block.service.name));
    }
  }
}

/** A box whose edges lie between pixels, so that what is drawn again covers what stood there. @param {import('./treemap.js').Box} box */
function onPixels({ x, y, width, height }) {
  const [left, top] = [Math.round(x), Math.round(y)];
  return { x: left, y: top, width: Math.round(x + width) - left, height: Math.round(y + height) - top };
}
