package io.ringmaster.sample.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who served which part, beside the part of the key space that the ring gives it.
 *
 * @param of one entry for each instance, in the order of their ids
 */
record Shares(List<Share> of) {

    /**
     * The part of one instance.
     *
     * @param instance its id
     * @param actual the part of the calls that it served, 0 to 1
     * @param ideal its part of the key space, 0 to 1
     */
    record Share(String instance, double actual, double ideal) {}

    static Shares of(Map<String, Integer> callsByInstance, Map<String, Double> ideal) {
        int total =
                callsByInstance.values().stream().mapToInt(Integer::intValue).sum();
        TreeMap<String, Share> shares = new TreeMap<>();
        ideal.forEach((instance, part) -> shares.put(
                instance,
                new Share(
                        instance, total == 0 ? 0 : (double) callsByInstance.getOrDefault(instance, 0) / total, part)));
        callsByInstance.forEach(
                (instance, calls) -> shares.putIfAbsent(instance, new Share(instance, (double) calls / total, 0)));
        return new Shares(List.copyOf(shares.values()));
    }

    /** Returns the largest distance between what an instance served and what the ring gives it, 0 to 1. */
    double largestDistance() {
        return of.stream()
                .mapToDouble(share -> Math.abs(share.actual() - share.ideal()))
                .max()
                .orElse(0);
    }
}
