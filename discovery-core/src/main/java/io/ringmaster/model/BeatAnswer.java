package io.ringmaster.model;

import java.util.List;

/**
 * What a client process must do after a beat.
 *
 * @param renewEverySeconds when to beat again
 * @param register instances whose lease is unknown: register them again
 * @param stale instances of which a newer incarnation is listed: stop renewing them
 */
public record BeatAnswer(int renewEverySeconds, List<InstanceKey> register, List<InstanceKey> stale) {

    public BeatAnswer {
        register = register == null ? List.of() : List.copyOf(register);
        stale = stale == null ? List.of() : List.copyOf(stale);
    }
}
