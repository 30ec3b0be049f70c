/**
 * What needs no clock: balance, movement, failover, load under popular keys, memory. The same figures with every run, as
 * every random number comes from a fixed seed. Start at {@link io.ringmaster.benchmarks.simulation.Simulation}.
 */
@NullMarked
package io.ringmaster.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
