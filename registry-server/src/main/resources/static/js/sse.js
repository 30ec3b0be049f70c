// @ts-check
/**
 * Reads a stream of server-sent events. The browser's own EventSource cannot send a token, hence this one.
 *
 * @typedef {{type: string, id: string, data: string}} ServerEvent `id` is empty when the event has none of its own
 */
export class EventReader {
  #text = '';
  /** Where to look for the next line end; what is before it was searched already. */
  #searched = 0;
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
    this.#text += piece;
    let start = 0;
    for (let end = this.#lineEnd(this.#searched); end >= 0; end = this.#lineEnd(start)) {
      this.#line(this.#text.slice(start, end));
      start = end + (this.#text.startsWith('\r\n', end) ? 2 : 1);
    }
    this.#text = this.#text.slice(start);
    this.#searched = Math.max(0, this.#text.length - 1);
  }

  /** A carriage return at the very end waits, since its line feed may still come. @param {number} from */
  #lineEnd(from) {
    const feed = this.#text.indexOf('\n', from);
    const carriage = this.#text.indexOf('\r', from);
    if (carriage >= 0 && (feed < 0 || carriage < feed)) {
      return carriage === this.#text.length - 1 ? -1 : carriage;
    }
    return feed;
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
