/**
 * Turns what was measured into {@code RESULTS.md} and its plots. Start at {@link io.ringmaster.benchmarks.report.Report}.
 */
@NullMarked
package io.ringmaster.benchmarks.report;

import org.jspecify.annotations.NullMarked;
