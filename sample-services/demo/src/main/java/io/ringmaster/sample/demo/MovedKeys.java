package io.ringmaster.sample.demo;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which customers are served by another instance than before.
 *
 * @param moved customer to (from, to)
 * @param stayed how many are where they were
 */
record MovedKeys(SortedMap<String, Move> moved, int stayed) {

    /**
     * Where a customer went.
     *
     * @param from the instance before
     * @param to the instance after
     */
    record Move(String from, String to) {}

    /** Compares the owners of all customers that occur in both. */
    static MovedKeys between(Map<String, String> before, Map<String, String> after) {
        SortedMap<String, Move> moved = new TreeMap<>();
        int stayed = 0;
        for (Map.Entry<String, String> owner : before.entrySet()) {
            String now = after.get(owner.getKey());
            if (owner.getValue().equals(now)) {
                stayed++;
            } else if (now != null) {
                moved.put(owner.getKey(), new Move(owner.getValue(), now));
            }
        }
        return new MovedKeys(moved, stayed);
    }

    int count() {
        return moved.size();
    }

    /** Whether every move was away from that instance, and there was one. */
    boolean onlyFrom(String instance) {
        return count() > 0 && moved.values().stream().map(Move::from).allMatch(instance::equals);
    }

    /** Whether every move was to that instance, and there was one. */
    boolean onlyTo(String instance) {
        return count() > 0 && moved.values().stream().map(Move::to).allMatch(instance::equals);
    }
}
