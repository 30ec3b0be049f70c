// @ts-check
/**
 * The address of everything that can be seen: `#/page/rest?what=how`. What is looked at is in the address and nowhere else,
 * so that a view can be sent to somebody and the back button works.
 *
 * @typedef {{page: string, rest: string[], query: URLSearchParams}} Route
 */

/** @param {string} hash @returns {Route} */
function parseRoute(hash) {
  const [path, query] = split(hash.replace(/^#?\/?/, ''), '?');
  const [page = '', ...rest] = path.split('/').filter(Boolean).map(decode);
  return { page, rest, query: new URLSearchParams(query) };
}

/**
 * Writes the address of a view.
 *
 * @param {string[]} path the page and what follows
 * @param {Record<string, string | null | undefined>} [query] what is empty is left out
 */
export function href(path, query = {}) {
  const entries = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const tail = new URLSearchParams(entries).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${tail === '' ? '' : `?${tail}`}`;
}

/** The address of a route with some of its query changed. @param {Route} route @param {Record<string, string | null>} changes */
export function hrefWith(route, changes) {
  const query = { ...Object.fromEntries(route.query), ...changes };
  return href(route.page === '' ? [] : [route.page, ...route.rest], query);
}

/** The route that the address bar shows. */
export const here = () => parseRoute(location.hash);

/** Goes to a view. @param {string} hash @param {boolean} [instead] whether it takes the place of the present one in the history */
export function go(hash, instead = false) {
  if (hash === location.hash || (hash === '#/' && location.hash === '')) {
    return;
  }
  if (instead) {
    history.replaceState(null, '', location.pathname + location.search + hash);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = hash;
  }
}

/** The word by which an address names an instance; an id holds no slash. @param {string} service @param {string} id */
export const keyOf = (service, id) => `${service}/${id}`;

/** @param {string} key @returns {[service: string, id: string]} */
export const ofKey = (key) => split(key, '/');

/** The address of one service. @param {string} name @param {string} [tab] */
export const serviceHref = (name, tab) => href(tab ? ['services', name, tab] : ['services', name]);

/** @param {string} text @param {string} at @returns {[string, string]} */
function split(text, at) {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

/** @param {string} word */
function decode(word) {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
