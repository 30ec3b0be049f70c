/**
 * Measures the routing core and the load balancer built on it, beside what people use in Java. Outside the default build:
 * {@code benchmarks/run} builds, measures and writes the report. Start at {@link io.ringmaster.benchmarks.Measure}; each
 * {@code …Benchmark} is one question.
 */
@NullMarked
package io.ringmaster.benchmarks;

import org.jspecify.annotations.NullMarked;
