// @ts-check
/**
 * Divides a rectangle into blocks whose areas are as the weights, each as near to a square as it goes: the squarified
 * treemap of Bruls, Huizing and van Wijk. Costs one pass over the weights.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

/**
 * @param {number[]} weights the largest first, each above 0
 * @param {Box} box
 * @returns {Box[]} in the order of the weights
 */
export function treemap(weights, box) {
  /** @type {Box[]} */
  const boxes = [];
  let rest = box;
  let restWeight = weights.reduce((sum, each) => sum + each, 0);
  let from = 0;
  while (from < weights.length) {
    const scale = (rest.width * rest.height) / restWeight;
    const side = Math.min(rest.width, rest.height);
    let to = from + 1;
    let rowWeight = weights[from];
    let worst = worstRatio(weights, from, to, rowWeight * scale, side, scale);
    while (to < weights.length) {
      const next = worstRatio(weights, from, to + 1, (rowWeight + weights[to]) * scale, side, scale);
      if (next > worst) {
        break;
      }
      worst = next;
      rowWeight += weights[to++];
    }
    rest = placeRow(weights, from, to, rowWeight, rest, scale, boxes);
    restWeight -= rowWeight;
    from = to;
  }
  return boxes;
}

/**
 * The longest side of a block of this row, divided by its other.
 *
 * @param {number[]} weights the largest first, so that only the ends need a look
 * @param {number} from
 * @param {number} to
 * @param {number} area of the row
 * @param {number} side
 * @param {number} scale
 */
function worstRatio(weights, from, to, area, side, scale) {
  const squared = (side / area) ** 2;
  return Math.max(squared * weights[from] * scale, 1 / (squared * weights[to - 1] * scale));
}

/**
 * Places a row along the shorter side and returns what is left.
 *
 * @param {number[]} weights
 * @param {number} from
 * @param {number} to
 * @param {number} rowWeight
 * @param {Box} rest
 * @param {number} scale
 * @param {Box[]} boxes
 * @returns {Box}
 */
function placeRow(weights, from, to, rowWeight, rest, scale, boxes) {
  const upright = rest.width >= rest.height;
  const side = upright ? rest.height : rest.width;
  const depth = (rowWeight * scale) / side;
  let at = 0;
  for (let i = from; i < to; i++) {
    const length = (weights[i] / rowWeight) * side;
    boxes.push(
      upright
        ? { x: rest.x, y: rest.y + at, width: depth, height: length }
        : { x: rest.x + at, y: rest.y, width: length, height: depth },
    );
    at += length;
  }
  return upright
    ? { x: rest.x + depth, y: rest.y, width: rest.width - depth, height: rest.height }
    : { x: rest.x, y: rest.y + depth, width: rest.width, height: rest.height - depth };
}
