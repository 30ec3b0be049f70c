/**
 * The words of the wire: what an instance claims, what the registry knows, and the changes between two states. Plain
 * immutable values that validate themselves; their JSON is their shape. Server and client apply the same changes with the
 * same code. Start at {@link io.ringmaster.model.Catalog}, then {@link io.ringmaster.model.Instance}.
 */
@NullMarked
package io.ringmaster.model;

import org.jspecify.annotations.NullMarked;
