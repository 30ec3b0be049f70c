// @ts-check
/** Whether the nodes of the registry agree, in words. */

import { plural, since } from './format.js';

/** Whether the nodes agree, as a sentence and in short. @param {import('./app.js').Cluster} cluster */
export function agreement({ agreed, disagreeingSince, nodes }) {
  const number = plural(nodes.length, 'node');
  if (!agreed) {
    const from = disagreeingSince ? ` for ${since(disagreeingSince)}` : '';
    return { agreed, sentence: `${number}, not in agreement${from}`, short: `Not in agreement${from}` };
  }
  if (nodes.length === 1) {
    return { agreed, sentence: 'One node, which needs nobody to agree with', short: 'Alone' };
  }
  return { agreed, sentence: `${number}, in agreement`, short: 'In agreement' };
}

/** The mark of a node. @param {import('./app.js').Node} node */
export const nodeMark = (node) => (node.disagreeingSince ? 'SUSPECT' : node.state === 'alive' ? 'UP' : 'STARTING');
