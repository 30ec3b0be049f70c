// @ts-check
/** Instances: all of them, by a filter. */

import { InstancesPanel } from '../instances-panel.js';

export class Instances {
  title = 'Instances';
  fills = true;
  #panel;
  element;

  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.#panel = new InstancesPanel(app);
    this.element = this.#panel.element;
  }

  /** @param {import('../route.js').Route} route */
  show(route) {
    this.#panel.show(route, null);
  }

  /** @param {import('../store.js').Changes | null} changes */
  update(changes) {
    this.#panel.update(changes);
  }

  tick() {
    this.#panel.tick();
  }

  leave() {
    this.#panel.leave();
  }
}
