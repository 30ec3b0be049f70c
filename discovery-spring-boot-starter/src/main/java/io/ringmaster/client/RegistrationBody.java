package io.ringmaster.client;

import io.ringmaster.model.Check;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Registration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sent to register: the claim without what the path says already, and the status. */
record RegistrationBody(
        @Nullable String scheme,
        String host,
        int port,
        @Nullable String zone,
        double weight,
        Map<String, String> metadata,
        int ttlSeconds,
        Check check,
        @Nullable String session,
        long incarnation,
        InstanceStatus status) {

    static RegistrationBody of(Registration claim, InstanceStatus status) {
        return new RegistrationBody(
                claim.scheme(),
                claim.host(),
                claim.port(),
                claim.zone(),
                claim.weight(),
                claim.metadata(),
                claim.ttlSeconds(),
                claim.check(),
                claim.session(),
                claim.incarnation(),
                status);
    }
}
