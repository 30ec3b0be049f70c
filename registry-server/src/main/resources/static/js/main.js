// @ts-check
/** The page: puts the parts together. Start here; then Stream (how data come in) and Store (what is known). */

import { Announcer } from './announcer.js';
import { getJson, token } from './api.js';
import { Connection } from './connection.js';
import { byId, setText } from './dom.js';
import { parseFilter } from './filter.js';
import { count, plural } from './format.js';
import { ServiceList } from './services.js';
import { SignIn } from './sign-in.js';
import { IN_WORDS, word } from './status.js';
import { Store } from './store.js';
import { Stream } from './stream.js';
import { Totals } from './totals.js';
import { drawWelcome } from './welcome.js';

const store = new Store();
const filterInput = /** @type {HTMLInputElement} */ (byId('filter'));

const stream = new Stream('v1/watch', {
  onOpen: () => store.connected(),
  onEvent: (event) => {
    store.accept(event);
    if (event.type !== 'snapshot') {
      schedule();
    }
  },
  onState: (state) => showState(state),
});
const connection = new Connection(byId('connection'), byId('notices'), () => stream.connect());
const signIn = new SignIn(byId('sign-in'), () => stream.connect());
const announcer = new Announcer(byId('announcer'), summary);
const totals = new Totals(byId('totals'), (line) => setFilter(filterInput.value.trim() === line ? '' : line));
const services = new ServiceList(byId('services'), store, () => {
  setFilter('');
  filterInput.focus();
});

/** @type {import('./stream.js').State['kind']} */
let state = 'connecting';
/** The registry's version, which the starter shares. @type {string | undefined} */
let version;
/** What the first steps were drawn for. */
let drawnWelcome = '';
let scheduled = false;

/** Draws once per frame, however much has arrived. */
function schedule() {
  if (!scheduled && store.synced) {
    scheduled = true;
    requestAnimationFrame(render);
  }
}

function render() {
  scheduled = false;
  const first = byId('picture').hidden;
  const { services: changed, fresh } = store.take();
  const empty = store.services.size === 0;
  byId('loading').hidden = true;
  byId('picture').hidden = false;
  byId('totals').hidden = empty;
  byId('services').hidden = empty;
  byId('welcome').hidden = !empty;
  const welcome = `${version} ${token.get() !== null}`;
  if (empty && drawnWelcome !== welcome) {
    drawnWelcome = welcome;
    drawWelcome(byId('welcome'), version);
  }
  totals.show(store.tally, store.services.size);
  services.render(first ? null : changed, fresh);
  connection.showSettled(store.settled);
  setText(byId('revision'), `Revision ${store.revision}`);
  showTitle();
  if (!first) {
    announcer.changed(Math.max(fresh.size, changed.size));
  }
}

/** @param {import('./stream.js').State} next */
function showState(next) {
  const before = state;
  state = next.kind;
  connection.show(next, store.synced);
  byId('loading').hidden ||= state === 'down' || state === 'unauthorized';
  byId('sign-out').hidden = state === 'unauthorized' || token.get() === null;
  // A plain link carries no token.
  byId('json').hidden = state === 'unauthorized' || token.get() !== null;
  if (state === 'unauthorized') {
    signIn.show();
  } else if (state === 'live') {
    signIn.hide();
    schedule();
    if (before !== 'live') {
      announcer.now(`Live. ${summary()}`);
      void learnAboutServer();
    }
  }
  showTitle();
}

/** What only the registry itself can say; where it is silent, nothing is shown. */
async function learnAboutServer() {
  try {
    const info = await getJson('actuator/info');
    connection.showAccess(info.access);
    version = info.build?.version;
    schedule();
  } catch {
    // The stream says it when the registry is gone.
  }
}

function summary() {
  const { byStatus, listed } = store.tally;
  if (listed === 0) {
    return 'No instance is listed.';
  }
  const others = IN_WORDS.filter((status) => status !== 'UP' && byStatus[status] > 0);
  const trouble = others.map((status) => `, ${count(byStatus[status])} ${word(status).toLowerCase()}`).join('');
  return `${count(byStatus.UP)} of ${plural(listed, 'instance')} up${trouble}.`;
}

function showTitle() {
  const { byStatus, listed } = store.tally;
  const figures = listed > 0 ? `${count(byStatus.UP)} of ${count(listed)} up · ` : '';
  const words = { connecting: '', live: figures, paused: 'Paused · ', down: 'Disconnected · ', unauthorized: 'Sign in · ' };
  setText(/** @type {Node} */ (document.querySelector('title')), `${words[state]}Ringmaster`);
}

/** @param {string} line */
function setFilter(line) {
  filterInput.value = line;
  applyFilter();
}

/** The address carries the filter, so that a view can be sent to somebody. */
function applyFilter() {
  const line = filterInput.value;
  services.setFilter(line, parseFilter(line));
  totals.showFilter(line);
  const hash = line.trim() === '' ? '' : `#filter=${encodeURIComponent(line.trim())}`;
  if (hash !== location.hash) {
    history.replaceState(null, '', location.pathname + location.search + hash);
  }
}

function readAddress() {
  if (location.hash === '' || location.hash.startsWith('#filter=')) {
    setFilter(new URLSearchParams(location.hash.slice(1)).get('filter') ?? '');
  }
}

filterInput.addEventListener('input', applyFilter);
filterInput.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    setFilter('');
  }
});
document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    filterInput.select();
  }
});
byId('sign-out').addEventListener('click', () => {
  token.set(null);
  location.reload();
});
window.addEventListener('hashchange', readAddress);
setInterval(() => {
  if (!document.hidden) {
    services.tick();
    connection.tick();
  }
}, 1_000);

readAddress();
stream.connect();
