// @ts-check
/** Nodes: the processes of the registry, and whether they agree. */

import { agreement, nodeMark } from '../cluster.js';
import { Keyed, h, setAttribute, setText } from '../dom.js';
import { ago, count, since } from '../format.js';
import { mark, setMark } from '../status.js';

/**
 * @typedef {import('../app.js').Node} Node
 * @typedef {import('../app.js').Cluster} Cluster
 */

export class Nodes {
  title = 'Nodes';
  #app;
  #sentence = h('h2', { id: 'agreement' });
  #explained = h('p', { class: 'beside' });
  #mark = mark('UP');
  #body = h('tbody');
  #rows = new Keyed(this.#body, () => new NodeRow());
  #problem = h('p', { class: 'problem card padded', role: 'alert', hidden: true });
  element;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.#app = app;
    const heads = ['Node', 'State', 'Content', 'Instances', 'Services', 'Revision', 'Heard', 'Started'];
    this.element = h(
      'div',
      { class: 'stack' },
      this.#problem,
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'agreement' },
        h('div', { class: 'agreement' }, this.#mark, h('div', {}, this.#sentence, this.#explained)),
        h(
          'div',
          { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Nodes of the registry' },
          h('table', { class: 'plain-table' }, h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))), this.#body),
        ),
      ),
    );
  }

  show() {
    this.tick();
  }

  update() {}

  tick() {
    const { value, problem } = this.#app.cluster;
    this.#problem.hidden = problem === '';
    setText(this.#problem, `The nodes could not be asked: ${problem} It is asked again by itself.`);
    if (value) {
      const { agreed, sentence } = agreement(value);
      setMark(this.#mark, agreed ? 'UP' : 'SUSPECT');
      setText(this.#sentence, sentence);
      setText(this.#explained, explain(value));
      const [self] = value.nodes;
      this.#rows.show(value.nodes.map((node) => ({ node, same: node.digest === self.digest })), ({ node }) => node.id);
    }
  }
}

/** @param {Cluster} cluster */
function explain({ agreed, nodes }) {
  if (nodes.length === 1) {
    return 'If this process stops, callers keep the list they have. Several nodes take over from each other.';
  }
  return agreed
    ? 'Each holds the same instances: the digests of their contents are equal.'
    : 'Each goes on alone with what it knows, and they compare until they agree again. A node that is not heard counts as not in agreement.';
}

class NodeRow {
  #mark = mark('UP');
  #id = h('span', { class: 'id' });
  #self = h('span', { class: 'beside' });
  #state = h('span');
  #same = h('span');
  #digest = h('code', { class: 'beside' });
  #cells = Array.from({ length: 5 }, () => h('td'));
  element = h(
    'tr',
    {},
    h('th', { scope: 'row' }, this.#id, ' ', this.#self),
    h('td', {}, h('span', { class: 'status' }, this.#mark, this.#state)),
    h('td', {}, this.#same, ' ', this.#digest),
    ...this.#cells,
  );

  /** @param {{node: Node, same: boolean}} shown */
  show({ node, same }) {
    setText(this.#id, node.id);
    setText(this.#self, node.self ? 'this node' : '');
    setMark(this.#mark, nodeMark(node));
    setText(this.#state, node.state);
    setText(this.#same, node.disagreeingSince ? `Differs for ${since(node.disagreeingSince)}` : node.self ? 'Own' : same ? 'Same' : 'Differs');
    setAttribute(this.#same, 'class', node.disagreeingSince ? 'w-SUSPECT' : '');
    setText(this.#digest, node.digest ?? '');
    const cells = [
      count(node.instances),
      node.services === undefined ? '–' : count(node.services),
      node.revision ?? '–',
      node.heardAt ? ago(node.heardAt) : node.self ? 'answers' : '–',
      node.startedAt ? ago(node.startedAt) : '–',
    ];
    this.#cells.forEach((cell, index) => setText(cell, cells[index]));
  }
}
