/**
 * The registry at a terminal: commands that call a running one over its API, like any other client, and know nothing of what is
 * inside. They start without Spring, because people wait for them. Start at {@link io.ringmaster.server.cli.Commands}.
 */
@NullMarked
package io.ringmaster.server.cli;

import org.jspecify.annotations.NullMarked;
