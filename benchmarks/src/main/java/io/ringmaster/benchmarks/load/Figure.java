package io.ringmaster.benchmarks.load;

/**
 * One figure.
 *
 * @param registry which kind of registry
 * @param what what was measured, with its unit as the last word
 * @param at the number of instances or watchers it was measured at, or 0
 * @param value the figure
 */
public record Figure(String registry, String what, long at, double value) {}
