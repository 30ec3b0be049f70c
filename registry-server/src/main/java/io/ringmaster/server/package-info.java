/**
 * The registry server. This package is wiring and nothing else: it makes the heart, feeds it with time, and finds the
 * features, each of which wires itself in its own {@code …Configuration}. Start at
 * {@link io.ringmaster.server.RegistryServerApplication}, then {@link io.ringmaster.server.registry.Registry}.
 */
@NullMarked
package io.ringmaster.server;

import org.jspecify.annotations.NullMarked;
