// @ts-check
/** The pages, and below them the nodes of the registry. */

import { agreement, nodeMark } from './cluster.js';
import { Keyed, h, setAttribute, setText } from './dom.js';
import { ago, count } from './format.js';
import { href } from './route.js';
import { mark, setMark } from './status.js';

const NODES_SHOWN = 7;

export class Rail {
  #app;
  /** @type {HTMLAnchorElement[]} */
  #links;
  #nodes;
  #title = h('a', { href: href(['nodes']) });
  #list = h('ul');
  #rows = new Keyed(this.#list, (id) => new NodeLine(id));

  /** @param {HTMLElement} rail @param {HTMLElement} nodes @param {import('./app.js').App} app */
  constructor(rail, nodes, app) {
    this.#app = app;
    this.#links = [...rail.querySelectorAll('a')];
    this.#nodes = nodes;
    nodes.replaceChildren(this.#title, this.#list);
  }

  /** Marks the page that is seen, and returns what it is called. @param {string} page */
  show(page) {
    this.#links.forEach((link) => setAttribute(link, 'aria-current', link.dataset.page === page ? 'page' : null));
    return this.#links.find((link) => link.dataset.page === page)?.childNodes[1].textContent ?? '';
  }

  tick() {
    const { store, cluster } = this.#app;
    this.#number('services', store.services.size);
    this.#number('instances', store.tally.listed);
    this.#nodes.hidden = cluster.value === null;
    if (cluster.value) {
      const { short, agreed } = agreement(cluster.value);
      setText(this.#title, cluster.value.nodes.length === 1 ? 'One node' : `Nodes, ${short.toLowerCase()}`);
      setAttribute(this.#title, 'class', agreed ? '' : 'w-SUSPECT');
      this.#rows.show(cluster.value.nodes.slice(0, NODES_SHOWN), (node) => node.id);
    }
  }

  /** @param {string} page @param {number} number */
  #number(page, number) {
    const place = this.#links.find((link) => link.dataset.page === page)?.querySelector('.number');
    if (place) {
      setText(place, number === 0 ? '' : count(number));
    }
  }
}

class NodeLine {
  #mark = mark('UP');
  #beside = h('span', { class: 'beside' });
  element;

  /** @param {string} id */
  constructor(id) {
    // Which life of the node it is matters on the page of the nodes.
    this.element = h('li', {}, this.#mark, h('span', { title: id }, id.replace(/(.)-[a-z0-9]{8}$/, '$1')), this.#beside);
  }

  /** @param {import('./app.js').Node} node */
  show(node) {
    setMark(this.#mark, nodeMark(node));
    const heard = node.heardAt ? ago(node.heardAt) : '';
    setText(this.#beside, node.self ? 'this node' : node.disagreeingSince ? 'differs' : node.state === 'alive' ? heard : node.state);
  }
}
