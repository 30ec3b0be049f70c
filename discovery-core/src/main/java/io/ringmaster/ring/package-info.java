/**
 * The routing core: which member of a set a key belongs to, and who is next. Deterministic across processes, JVMs, list
 * orders and languages; knows nothing of services. Start at {@link io.ringmaster.ring.HashRing}.
 */
@NullMarked
package io.ringmaster.ring;

import org.jspecify.annotations.NullMarked;
