/**
 * What a key can be placed with: our ring, and the three that people use in Java, written as they are written elsewhere.
 * Start at {@link io.ringmaster.benchmarks.rivals.Placement}.
 */
@NullMarked
package io.ringmaster.benchmarks.rivals;

import org.jspecify.annotations.NullMarked;
