package io.ringmaster.benchmarks.load;

/**
 * One process of the fleet that the load generator plays. A hundred of them are one service.
 *
 * @param number from 0
 */
record Member(int number) {

    private static final int PER_SERVICE = 100;

    /** Returns the first number, from this one on, that begins a service. */
    static int firstOfService(int number) {
        return (number + PER_SERVICE - 1) / PER_SERVICE * PER_SERVICE;
    }

    String service() {
        return "service-" + number / PER_SERVICE;
    }

    String id() {
        return host() + ":" + service() + ":8080";
    }

    String host() {
        return "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    String session() {
        return "session-of-process-" + number;
    }
}
