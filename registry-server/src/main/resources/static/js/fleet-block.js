// @ts-check
/** Draws one service of the fleet map. */

import { statusOf } from './service.js';

/**
 * @typedef {object} Block
 * @property {import('./service.js').Service} service
 * @property {import('./treemap.js').Box} box
 * @property {number} size how many instances it was laid out for
 * @property {number} capacity how many cells have room
 * @property {number} side of a cell with its gap, in pixels
 * @property {number} columns
 * @property {number} top where the cells begin
 * @property {{frame: string, cells: string}} [painted] what stands there since it was drawn last
 *
 * @typedef {Record<string, string>} Colours
 */

const LARGEST_SIDE = 46;
const HEADER = 17;
const PADDING = 3;
/** From this size on a cell has the shape of its mark, and not only its colour. */
const SHAPED = 8;
/** From this part of its instances on a block has an outline. */
const TROUBLE = 0.02;

const NAMES = ['cell', 'block', 'card', 'text', 'text-2', 'mark-starting', 'mark-suspect', 'mark-draining', 'mark-out', 'mark-down', 'word-down', 'word-suspect', 'text-3'];

/** @type {Record<string, string>} */
const MARK_COLOURS = {
  STARTING: 'mark-starting',
  SUSPECT: 'mark-suspect',
  DRAINING: 'mark-draining',
  OUT_OF_SERVICE: 'mark-out',
  DOWN: 'mark-down',
  HELD: 'text-3',
};

/** The shapes of the marks in a square of one. @type {Record<string, (c: CanvasRenderingContext2D) => void>} */
const SHAPES = {
  SUSPECT: (c) => polygon(c, 0.5, 0.06, 0.97, 0.94, 0.03, 0.94),
  DOWN: (c) => polygon(c, 0.5, 0, 1, 0.5, 0.5, 1, 0, 0.5),
  DRAINING: (c) => polygon(c, 0.08, 0.14, 0.92, 0.14, 0.5, 0.9),
  OUT_OF_SERVICE: (c) => {
    c.rect(0.1, 0.1, 0.8, 0.8);
    c.moveTo(0.3, 0.5);
    c.lineTo(0.7, 0.5);
  },
  STARTING: (c) => c.arc(0.5, 0.5, 0.36, -Math.PI / 2, Math.PI),
  HELD: (c) => c.rect(0.14, 0.14, 0.72, 0.72),
};
const HOLLOW = new Set(['DRAINING', 'OUT_OF_SERVICE', 'STARTING', 'HELD']);

/** The colours as they are now, light or dark. @param {HTMLElement} element @returns {Colours} */
export function readColours(element) {
  const style = getComputedStyle(element);
  const before = element.style.color;
  const colours = Object.fromEntries(
    NAMES.map((name) => {
      element.style.color = `var(--${name})`;
      return [name, style.color];
    }),
  );
  element.style.color = before;
  return colours;
}

/** @param {CanvasRenderingContext2D} context @param {Block} block measured anew @param {Colours} colours */
export function drawBlock(context, block, colours) {
  const { x, y, width, height } = block.box;
  const { service } = block;
  const { byStatus, listed, held } = service.tally;
  const labelled = width >= 52 && height >= 34;
  const down = byStatus.DOWN / Math.max(1, listed);
  const suspect = byStatus.SUSPECT / Math.max(1, listed);
  const trouble = down >= TROUBLE || (listed > 0 && service.routable === 0) ? 'mark-down' : suspect >= TROUBLE ? 'mark-suspect' : '';
  measure(block, labelled ? HEADER : PADDING);
  const statuses = service.sorted.map(statusOf);
  const frame = `${block.side} ${byStatus.DOWN} ${trouble}`;
  const cells = statuses.join();
  const before = block.painted;
  block.painted = { frame, cells };
  if (before?.frame === frame) {
    if (before.cells !== cells) {
      drawCells(context, block, colours, statuses);
    }
    return;
  }
  context.clearRect(x, y, width, height);
  context.fillStyle = colours.block;
  context.fillRect(x + 1, y + 1, width - 2, height - 2);
  if (labelled) {
    drawLabel(context, block, colours);
  }
  drawCells(context, block, colours, statuses);
  if (trouble !== '' && listed + held > 0) {
    context.strokeStyle = colours[trouble];
    context.lineWidth = 1.5;
    context.strokeRect(x + 1.75, y + 1.75, width - 3.5, height - 3.5);
  }
}

/** Finds the largest cells of which there is room for all. @param {Block} block @param {number} top */
function measure(block, top) {
  const width = block.box.width - 2 * PADDING;
  const height = block.box.height - top - PADDING;
  const size = Math.max(1, block.service.entries.size, block.size);
  let side = Math.min(LARGEST_SIDE, Math.sqrt((width * height) / size));
  const fits = () => Math.floor(width / side) * Math.floor(height / side) >= size;
  while (side > 1 && !fits()) {
    side -= 0.25;
  }
  block.side = Math.max(1, side);
  block.top = top;
  block.columns = Math.max(1, Math.floor(width / block.side));
  block.capacity = block.columns * Math.max(1, Math.floor(height / block.side));
}

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {Colours} colours @param {string[]} statuses */
function drawCells(context, block, colours, statuses) {
  const { side, columns, box, top } = block;
  const cell = side - Math.max(0.6, Math.min(2, side * 0.16));
  context.fillStyle = colours.block;
  context.fillRect(box.x + PADDING, box.y + top, box.width - 2 * PADDING, box.height - top - PADDING);
  statuses.forEach((status, index) => {
    const left = box.x + PADDING + (index % columns) * side;
    const upper = box.y + top + Math.floor(index / columns) * side;
    if (status === 'UP') {
      context.fillStyle = colours.cell;
      context.fillRect(left, upper, cell, cell);
    } else if (cell < SHAPED) {
      context.fillStyle = colours[MARK_COLOURS[status]];
      context.fillRect(left, upper, cell, cell);
    } else {
      const size = Math.min(cell, 22);
      const margin = (cell - size) / 2;
      drawMark(context, status, left + margin, upper + margin, size, colours);
    }
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} status
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {Colours} colours
 */
function drawMark(context, status, x, y, size, colours) {
  context.save();
  context.translate(x, y);
  context.scale(size, size);
  context.beginPath();
  SHAPES[status](context);
  if (HOLLOW.has(status)) {
    context.lineWidth = 0.16;
    context.strokeStyle = colours[MARK_COLOURS[status]];
    context.stroke();
  } else {
    context.fillStyle = colours[MARK_COLOURS[status]];
    context.fill();
  }
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Block} block @param {Colours} colours */
function drawLabel(context, block, colours) {
  const { x, y, width } = block.box;
  const { DOWN } = block.service.tally.byStatus;
  let room = width - 8;
  context.textBaseline = 'middle';
  if (DOWN > 0) {
    const text = String(DOWN);
    context.font = '620 11px system-ui, sans-serif';
    const textWidth = context.measureText(text).width;
    context.fillStyle = colours['word-down'];
    context.fillText(text, x + width - textWidth - 5, y + 10);
    drawMark(context, 'DOWN', x + width - textWidth - 17, y + 5.5, 9, colours);
    room -= textWidth + 20;
  }
  context.font = '620 11px system-ui, sans-serif';
  context.fillStyle = colours['text-2'];
  context.fillText(shorten(context, block.service.name, room), x + 5, y + 10);
}

/** @param {CanvasRenderingContext2D} context @param {string} text @param {number} room */
function shorten(context, text, room) {
  if (context.measureText(text).width <= room) {
    return text;
  }
  let length = text.length - 1;
  while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > room) {
    length--;
  }
  return length < 2 ? '' : `${text.slice(0, length)}…`;
}

/** @param {CanvasRenderingContext2D} context @param {...number} points */
function polygon(context, ...points) {
  context.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 2) {
    context.lineTo(points[i], points[i + 1]);
  }
  context.closePath();
}
