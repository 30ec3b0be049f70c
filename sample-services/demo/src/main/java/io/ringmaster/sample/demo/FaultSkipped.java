package io.ringmaster.sample.demo;

/** A fault cannot happen on this machine; the message says why. */
final class FaultSkipped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FaultSkipped(String why) {
        super(why);
    }
}
