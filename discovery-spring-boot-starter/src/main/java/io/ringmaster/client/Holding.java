package io.ringmaster.client;

import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.model.Registration;
import org.jspecify.annotations.Nullable;

/**
 * An instance that shall be listed, and how far that has come. A changed claim that is refused leaves the one before listed
 * and renewed. Of the thread of the session alone.
 */
final class Holding {

    private Registration registration;
    private InstanceStatus status = InstanceStatus.STARTING;

    /** What the registry lists of it, as far as is known; null when it lists nothing. */
    private @Nullable Registration accepted;

    private @Nullable InstanceStatus told;

    /** Whether the registry has said that it does not want it as it shall be. */
    private boolean refused;

    /** Whether a newer process has the id; then nothing of it is ours any more. */
    private boolean taken;

    private @Nullable String problem;

    Holding(Registration registration) {
        this.registration = registration;
    }

    Registration registration() {
        return registration;
    }

    InstanceStatus status() {
        return status;
    }

    void shallBe(Registration newRegistration, InstanceStatus newStatus) {
        registration = newRegistration;
        status = newStatus;
    }

    boolean settled() {
        return taken || (registration.equals(accepted) && status == told);
    }

    /** Whether the registry lists it and waits for its beats. */
    boolean listed() {
        return accepted != null && !taken;
    }

    /** Whether the registry may list it, also when an answer got lost. Not when the id is somebody else's. */
    boolean mayBeListed() {
        return listed() || (!taken && !refused);
    }

    boolean refused() {
        return refused;
    }

    /** Does the one call that is needed. Returns the lease if it was a registration. */
    @Nullable
    LeaseGrant settle(RegistryClient client) {
        LeaseGrant lease = null;
        if (registration.equals(accepted) && !report(client)) {
            accepted = null;
        }
        if (!registration.equals(accepted)) {
            lease = client.register(registration, status);
        }
        accepted = registration;
        told = status;
        refused = false;
        problem = null;
        return lease;
    }

    /** Returns whether the registry knew the instance. */
    private boolean report(RegistryClient client) {
        try {
            client.report(registration, status);
            return true;
        } catch (RegistryException.Refused unknown) {
            if (unknown.code().equals("unknown-instance")) {
                return false;
            }
            throw unknown;
        }
    }

    /** Returns whether that is news. */
    boolean refused(String why) {
        boolean news = !why.equals(problem);
        refused = true;
        problem = why;
        return news;
    }

    void failed(String why) {
        problem = why;
    }

    void tryAgain() {
        refused = false;
    }

    void forgotten() {
        accepted = null;
    }

    void taken(String why) {
        taken = true;
        accepted = null;
        problem = why;
    }

    RegistrySession.Standing standing() {
        return new RegistrySession.Standing(registration, status, accepted != null && settled(), problem);
    }
}
