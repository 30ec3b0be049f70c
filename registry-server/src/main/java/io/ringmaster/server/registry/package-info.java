/**
 * The heart: who is listed, until when, and what happened. Plain Java that has no threads of its own and never asks for
 * the time, so that every story can be told by a test one command after another. What two features need of each other
 * stands here, because features never know each other. Start at {@link io.ringmaster.server.registry.Registry}.
 */
@NullMarked
package io.ringmaster.server.registry;

import org.jspecify.annotations.NullMarked;
