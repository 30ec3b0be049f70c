// @ts-check
/** Makes elements. Text goes in as text only, so that nothing an application says of itself can become markup. */

/**
 * @typedef {string | number | Node | null | undefined} Child
 * @typedef {Record<string, string | number | boolean | EventListener | null | undefined>} Attributes
 */

const OUTLINE_MILLIS = 1_800;

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes] names starting with `on` are listeners; null, undefined and false are left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else {
      setAttribute(element, name, value);
    }
  }
  append(element, children);
  return element;
}

/**
 * Makes an SVG element.
 *
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...Node} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Sets an attribute only when it differs, so that an unchanged page costs no layout.
 *
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value false, null and undefined remove it; true sets it empty
 */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
  } else {
    const text = value === true ? '' : String(value);
    if (element.getAttribute(name) !== text) {
      element.setAttribute(name, text);
    }
  }
}

/**
 * Sets a text only when it differs.
 *
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/**
 * Makes `parent` hold exactly `children` in this order and moves only what is out of place, so that focus and selection
 * in what stays are kept.
 *
 * @param {Element} parent
 * @param {Element[]} children
 */
export function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) {
    if (!wanted.has(child)) {
      child.remove();
    }
  }
  const places = new Map([...parent.children].map((child, place) => [child, place]));
  const staying = longestRise(children, (child) => places.get(child) ?? -1);
  /** @type {Element | null} */
  let next = null;
  for (const child of children.toReversed()) {
    if (!staying.has(child)) {
      parent.insertBefore(child, next);
    }
    next = child;
  }
}

/**
 * The most children that can stay because they are in order already, by the ends of the best runs of each length.
 *
 * @param {Element[]} children
 * @param {(child: Element) => number} placeOf below 0 for one that has no place yet
 */
function longestRise(children, placeOf) {
  /** @type {{place: number, child: Element, before: any}[]} */
  const ends = [];
  for (const child of children) {
    const place = placeOf(child);
    if (place >= 0) {
      let at = ends.length;
      while (at > 0 && ends[at - 1].place > place) {
        at--;
      }
      ends[at] = { place, child, before: ends[at - 1] };
    }
  }
  const staying = new Set();
  for (let end = ends.at(-1); end; end = end.before) {
    staying.add(end.child);
  }
  return staying;
}

/**
 * A list with one part per key: what stays is kept, so that focus and selection stay too.
 *
 * @template T
 */
export class Keyed {
  /** @type {Map<string, {element: Element, show: (item: T) => void}>} */
  #parts = new Map();
  #parent;
  #make;

  /** @param {Element} parent @param {(key: string) => {element: Element, show: (item: T) => void}} make */
  constructor(parent, make) {
    this.#parent = parent;
    this.#make = make;
  }

  /** @param {T[]} items in the order in which they stand @param {(item: T) => string} keyOf */
  show(items, keyOf) {
    const before = this.#parts;
    this.#parts = new Map();
    for (const item of items) {
      const key = keyOf(item);
      const part = before.get(key) ?? this.#make(key);
      this.#parts.set(key, part);
      part.show(item);
    }
    arrange(this.#parent, [...this.#parts.values()].map((part) => part.element));
  }

  /** @param {string} key */
  get(key) {
    return this.#parts.get(key)?.element;
  }

  /** Shows the part of a key something else, if there is one. @param {string} key @param {T} item */
  tell(key, item) {
    this.#parts.get(key)?.show(item);
  }
}

/** Makes an icon; the word beside it, or the name of its button, says the same. @param {string} name */
export const icon = (name) =>
  svg('svg', { class: 'icon-16', 'aria-hidden': 'true' }, svg('use', { href: `#icon-${name}` }));

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

/** @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`The page has no #${id}`);
  }
  return element;
}

/**
 * @param {Element} parent
 * @param {Child[]} children
 */
function append(parent, children) {
  for (const child of children) {
    if (child !== null && child !== undefined) {
      parent.append(child instanceof Node ? child : String(child));
    }
  }
}
