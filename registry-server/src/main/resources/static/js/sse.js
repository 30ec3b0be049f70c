// @ts-check
/**
 * Reads a stream of server-sent events. The browser's own EventSource cannot send a token, hence this one.
 *
 * @typedef {{type: string, id: string, data: string}} ServerEvent `id` is empty when the event has none of its own
 */
export class EventReader {
  /** The pieces of a line that has not ended yet; joined once, since a snapshot may come in thousands of them. @type {string[]} */
  #pieces = [];
  /** A carriage return at the end of what arrived, whose line feed may still come. */
  #held = '';
  #type = '';
  #id = '';
  /** @type {string[]} */
  #data = [];
  #onEvent;

  /** @param {(event: ServerEvent) => void} onEvent */
  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  /**
   * Takes in what has arrived: any piece of the stream, cut anywhere.
   *
   * @param {string} piece
   */
  feed(piece) {
    let text = this.#held + piece;
    this.#held = text.endsWith('\r') ? '\r' : '';
    text = text.slice(0, text.length - this.#held.length);
    let start = 0;
    for (const end of text.matchAll(/\r\n|\r|\n/g)) {
      this.#pieces.push(text.slice(start, end.index));
      const line = this.#pieces.join('');
      this.#pieces = [];
      this.#line(line);
      start = end.index + end[0].length;
    }
    if (start < text.length) {
      this.#pieces.push(text.slice(start));
    }
  }

  /** @param {string} line */
  #line(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') {
      this.#data.push(value);
    } else if (name === 'event') {
      this.#type = value;
    } else if (name === 'id') {
      this.#id = value;
    }
  }

  #dispatch() {
    const event = { type: this.#type || 'message', id: this.#id, data: this.#data.join('\n') };
    const empty = this.#data.length === 0;
    this.#type = '';
    this.#id = '';
    this.#data = [];
    if (!empty) {
      this.#onEvent(event);
    }
  }
}
