// @ts-check
/** The shell: puts the parts together and shows the page that the address names. Start here; then App (what is known). */

import { Announcer } from './announcer.js';
import { person, token } from './api.js';
import { App } from './app.js';
import { Connection } from './connection.js';
import { Drawer } from './drawer.js';
import { byId, setText } from './dom.js';
import { count, plural } from './format.js';
import { showHelp } from './help.js';
import { Events } from './pages/events.js';
import { Instances } from './pages/instances.js';
import { Nodes } from './pages/nodes.js';
import { Overview } from './pages/overview.js';
import { RingPage } from './pages/ring.js';
import { ServicePage } from './pages/service.js';
import { Services } from './pages/services.js';
import { signOut } from './people.js';
import { Rail } from './rail.js';
import { here } from './route.js';
import { Search } from './search.js';
import { SignIn } from './sign-in.js';
import { IN_WORDS, word } from './status.js';
import { wireTheme } from './theme.js';
import { drawWelcome } from './welcome.js';

/** However much arrives, so often it is drawn. Nobody sees the difference, and a busy fleet costs a tenth. */
const DRAW_MILLIS = 100;
/** Counts and title may be older. */
const TOLD_MILLIS = 500;

const app = new App({ onChange: schedule, onState: showState, onNews: () => tick() });
const connection = new Connection(byId('connection'), byId('notices'), app, {
  retry: () => app.stream.connect(),
  pause: () => setPaused(!paused),
});
const signIn = new SignIn(byId('sign-in'), () => app.stream.connect());
app.signIn = () => signIn.show(app.ways);
const announcer = new Announcer(byId('announcer'), summary);
const rail = new Rail(byId('pages'), byId('rail-nodes'), app);
const drawer = new Drawer(byId('drawer'), app);
const search = new Search(/** @type {HTMLInputElement} */ (byId('find')), byId('found'), app);

/** @type {Record<string, () => import('./app.js').Page>} */
const MAKERS = {
  '': () => new Overview(app),
  services: () => new Services(app),
  service: () => new ServicePage(app),
  instances: () => new Instances(app),
  ring: () => new RingPage(app),
  events: () => new Events(app),
  nodes: () => new Nodes(app),
};
/** @type {Map<string, import('./app.js').Page>} */
const pages = new Map();
/** @type {import('./app.js').Page | null} */
let page = null;
/** @type {import('./stream.js').State['kind']} */
let state = 'connecting';
/** What is seen stands still; what is known goes on. */
let paused = false;
let changesWhenPaused = 0;
let drawnAt = 0;
let toldAt = 0;
let scheduled = false;
/** What the first steps were drawn for. */
let drawnWelcome = '';

/** Draws soon, and once, however much has arrived. */
function schedule() {
  if (!scheduled && app.store.synced && !paused) {
    scheduled = true;
    const wait = drawnAt + DRAW_MILLIS - performance.now();
    setTimeout(() => requestAnimationFrame(draw), Math.max(0, wait));
  }
}

function draw() {
  scheduled = false;
  drawnAt = performance.now();
  if (paused) {
    return;
  }
  const changes = app.store.take();
  const empty = app.store.services.size === 0;
  const firstSeen = byId('page').hidden && !empty;
  byId('loading').hidden = true;
  byId('page').hidden = empty;
  byId('welcome').hidden = !empty;
  if (empty) {
    page?.leave?.();
    page = null;
    showWelcome();
  }
  if (firstSeen) {
    showRoute();
  } else {
    page?.update(changes);
    announcer.changed(Math.max(changes.fresh.size, changes.services.size));
  }
  drawer.update(changes);
  if (firstSeen || drawnAt - toldAt > TOLD_MILLIS) {
    toldAt = drawnAt;
    rail.tick();
    connection.tick();
    showTitle();
  }
}

function showWelcome() {
  const wanted = `${app.version} ${token.get() !== null}`;
  if (drawnWelcome !== wanted) {
    drawnWelcome = wanted;
    drawWelcome(byId('welcome'), app.version);
  }
}

/** Shows what the address names. What nobody knows is shown as the overview. */
function showRoute() {
  const route = here();
  const words = rail.show(route.page in MAKERS ? route.page : '');
  if (byId('page').hidden) {
    setText(byId('title'), words);
    return;
  }
  const name = route.page === 'services' && route.rest.length > 0 ? 'service' : route.page in MAKERS ? route.page : '';
  let next = pages.get(name);
  if (!next) {
    next = MAKERS[name]();
    pages.set(name, next);
  }
  const moved = next !== page;
  if (moved) {
    page?.leave?.();
    byId('page').replaceChildren(next.element);
    byId('page').classList.toggle('fills', next.fills ?? false);
    byId('main').scrollTop = 0;
  }
  page = next;
  page.show(route);
  page.tick?.();
  drawer.show(route.query.get('open') ?? '');
  setText(byId('title'), page.title);
  showTitle();
}

function tick() {
  if (document.hidden || paused) {
    return;
  }
  page?.tick?.();
  drawer.tick();
  rail.tick();
  connection.tick();
  showTitle();
}

/** @param {import('./stream.js').State} next */
function showState(next) {
  const before = state;
  state = next.kind;
  app.connected = state !== 'down' && state !== 'unauthorized';
  connection.show(next);
  byId('loading').hidden ||= state === 'down' || state === 'unauthorized';
  showSignOut();
  if (state === 'unauthorized') {
    app.sleep();
    void app.learn().then(() => state === 'unauthorized' && signIn.show(app.ways));
  } else if (state === 'live') {
    signIn.live();
    app.wake();
    schedule();
    if (before !== 'live') {
      announcer.now(`Live. ${summary()}`);
      void app.learn().then(() => (showWelcome(), showSignOut(), tick()));
      void app.remember().then(tick, () => {});
    }
  } else if (state === 'resting' || state === 'down') {
    app.sleep();
  }
  showTitle();
}

function showSignOut() {
  byId('sign-out').hidden = state === 'unauthorized' || (token.get() === null && !person.csrf);
}

/** @param {boolean} next */
function setPaused(next) {
  paused = next;
  changesWhenPaused = app.store.changes;
  connection.showPaused(paused, () => app.store.changes - changesWhenPaused);
  if (!paused) {
    page?.update(null);
    schedule();
    tick();
  }
}

function summary() {
  const { byStatus, listed } = app.store.tally;
  if (listed === 0) {
    return 'No instance is listed.';
  }
  const others = IN_WORDS.filter((status) => status !== 'UP' && byStatus[status] > 0);
  const trouble = others.map((status) => `, ${count(byStatus[status])} ${word(status).toLowerCase()}`).join('');
  return `${count(byStatus.UP)} of ${plural(listed, 'instance')} up${trouble}.`;
}

function showTitle() {
  const { byStatus, listed } = app.store.tally;
  const figures = listed > 0 ? `${count(byStatus.UP)} of ${count(listed)} up · ` : '';
  const words = { connecting: '', live: figures, resting: figures, down: 'Disconnected · ', unauthorized: 'Sign in · ' };
  const where = page && page.title !== 'Overview' ? `${page.title} · ` : '';
  setText(/** @type {Node} */ (document.querySelector('title')), `${words[state]}${where}Ringmaster`);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const typing = event.target instanceof Element && event.target.closest('input, textarea, select, dialog');
  const palette = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
  if (palette || (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)) {
    event.preventDefault();
    search.open();
  } else if (event.key === '?' && !typing) {
    showHelp();
  }
}

wireTheme(/** @type {HTMLButtonElement} */ (byId('theme')), () => {
  const overview = pages.get('');
  if (overview instanceof Overview) {
    overview.restyle();
  }
});
document.addEventListener('keydown', onKey);
byId('sign-out').addEventListener('click', async () => {
  token.set(null);
  await (person.csrf ? signOut().catch(() => {}) : null);
  location.reload();
});
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});
window.addEventListener('hashchange', showRoute);
showRoute();
setInterval(tick, 1_000);
app.stream.start();
