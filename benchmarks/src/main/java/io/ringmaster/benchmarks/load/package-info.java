/**
 * Drives a registry from outside, through its wire: ours, and any server that speaks Eureka's REST, with the same clients.
 * {@code benchmarks/load} builds, runs it and writes the report. Start at {@link io.ringmaster.benchmarks.load.Load}; what is
 * said to a registry is in {@link io.ringmaster.benchmarks.load.Wire}.
 */
@NullMarked
package io.ringmaster.benchmarks.load;

import org.jspecify.annotations.NullMarked;
