// @ts-check
/** What one sees when nothing is registered yet: lines to copy. They turn into the list by themselves. */

import { baseUrl, token } from './api.js';
import { copyBlock } from './copy.js';
import { h } from './dom.js';

const ARTIFACT = 'discovery-spring-boot-starter';

/**
 * Draws the page's first steps.
 *
 * @param {HTMLElement} root
 * @param {string | undefined} version of the registry, which the starter shares; undefined when it does not tell
 */
export function drawWelcome(root, version) {
  const shown = version ?? 'VERSION';
  const secured = token.get() !== null;
  const properties = ['spring.application.name=orders'];
  if (baseUrl() !== 'http://localhost:8761' && baseUrl() !== 'http://127.0.0.1:8761') {
    properties.push(`ringmaster.client.servers=${baseUrl()}`);
  }
  if (secured) {
    properties.push('ringmaster.client.token=${RINGMASTER_TOKEN}');
  }
  root.replaceChildren(
    h('h2', { id: 'welcome-title' }, 'No application is registered yet'),
    h('p', {}, 'Add the starter to a Spring Boot application and start it. It appears here by itself.'),
    step(
      1,
      'Add the dependency',
      copyBlock(
        'Maven',
        `<dependency>\n  <groupId>io.ringmaster</groupId>\n  <artifactId>${ARTIFACT}</artifactId>\n  <version>${shown}</version>\n</dependency>`,
      ),
      copyBlock('Gradle', `implementation("io.ringmaster:${ARTIFACT}:${shown}")`),
    ),
    step(2, 'Give it the name that callers use', copyBlock('application.properties', properties.join('\n'))),
    step(3, 'Start it', copyBlock('With Maven', 'mvn spring-boot:run'), copyBlock('With Gradle', 'gradle bootRun')),
    h(
      'details',
      {},
      h('summary', {}, 'No Spring at hand? Register anything over HTTP'),
      h('p', {}, 'It stays for a minute, or for as long as something renews it.'),
      copyBlock('Shell', curl(secured)),
    ),
  );
}

/** @param {number} number @param {string} title @param {...Node} blocks */
function step(number, title, ...blocks) {
  return h(
    'section',
    { class: 'step' },
    h('h3', {}, h('span', { class: 'number', 'aria-hidden': 'true' }, number), title),
    h('div', { class: 'blocks' }, ...blocks),
  );
}

/** @param {boolean} secured */
function curl(secured) {
  const lines = [`curl -X PUT ${baseUrl()}/v1/services/orders/instances/orders-1`];
  if (secured) {
    lines.push('  -H "Authorization: Bearer $RINGMASTER_TOKEN"');
  }
  lines.push("  -H 'Content-Type: application/json'", `  -d '{"host":"127.0.0.1","port":8080,"ttlSeconds":60}'`);
  return lines.join(' \\\n');
}
