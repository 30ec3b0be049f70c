package io.ringmaster.registration;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.Drained;
import io.ringmaster.client.RegistryException;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.Registration;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * The registry as Spring Cloud sees it. What it is told holds from then on: when the registry cannot be reached the call
 * returns all the same, and the session goes on until it is done. Any thread may call it.
 */
public final class RingmasterServiceRegistry implements ServiceRegistry<RingmasterRegistration> {

    private static final Logger log = LoggerFactory.getLogger(RingmasterServiceRegistry.class);

    /** Lifts what was set by hand, as with Eureka. */
    private static final String CANCEL_OVERRIDE = "CANCEL_OVERRIDE";

    private final RegistrySession session;
    private final CatalogMirror mirror;
    private final Duration patience;

    /**
     * @param patience how long a caller waits for the registry; beyond that the session goes on alone
     */
    public RingmasterServiceRegistry(RegistrySession session, CatalogMirror mirror, Duration patience) {
        this.session = session;
        this.mirror = mirror;
        this.patience = patience;
    }

    @Override
    public void register(@Nullable RingmasterRegistration registration) {
        if (registration != null) {
            await(registerOrFail(registration));
        }
    }

    /** Returns what completes when the registry has accepted it, or exceptionally when the first attempt failed. */
    CompletableFuture<Void> registerOrFail(RingmasterRegistration registration) {
        return session.register(bound(registration), registration.status().get());
    }

    @Override
    public void deregister(@Nullable RingmasterRegistration registration) {
        Registration claim = registration == null ? null : registration.claim();
        if (claim != null) {
            await(session.deregister(claim.key()));
        }
    }

    /** Does nothing: what is open belongs to the session, which ends with the application. */
    @Override
    public void close() {}

    /**
     * Sets a status by hand. It holds, whatever readiness and health say, until it is lifted by {@code UP} or
     * {@code CANCEL_OVERRIDE}.
     *
     * @param status {@code UP}, {@code OUT_OF_SERVICE}, {@code DOWN}, {@code DRAINING}, {@code STARTING} or
     *     {@code CANCEL_OVERRIDE}, in any case
     * @throws IllegalArgumentException if it is something else; then nothing has changed
     */
    @Override
    public void setStatus(RingmasterRegistration registration, String status) {
        registration.status().pin(parse(status));
        await(tell(registration));
    }

    /**
     * Returns the status that callers see, as the registry lists it, else what this application says of itself.
     *
     * @return the name of an {@link InstanceStatus}
     */
    @Override
    @SuppressWarnings(
            "unchecked") // The interface leaves the type to its callers; this is a String, as it is with others.
    public <T> T getStatus(RingmasterRegistration registration) {
        InstanceStatus own = registration.status().get();
        Registration claim = registration.claim();
        Instance listed = claim == null ? null : mirror.find(claim.key());
        boolean upToDate = listed != null
                && claim != null
                && listed.reported() == own
                && listed.registration().incarnation() == claim.incarnation();
        return (T) (upToDate && listed != null ? listed.status() : own).name();
    }

    /** Tells the registry what the application says of itself now. */
    CompletableFuture<Void> tell(RingmasterRegistration registration) {
        Registration claim = registration.claim();
        return claim == null
                ? CompletableFuture.completedFuture(null)
                : session.report(claim.key(), registration.status().get());
    }

    /**
     * Waits until nobody chooses the application any more, which has said that it drains.
     *
     * @return whether there is anybody who might have chosen it until now
     */
    boolean awaitDrained(RingmasterRegistration registration, Duration atMost) {
        Registration claim = registration.claim();
        if (claim == null) {
            return false;
        }
        try {
            Drained drained = session.awaitDrained(claim, atMost);
            if (!drained.acknowledged()) {
                log.warn(
                        "{} stops although these have not said within {} s that they leave it out: {}",
                        claim.key(),
                        atMost.toSeconds(),
                        drained.waitingFor());
            }
            return drained.watchers() > 0;
        } catch (RegistryException failed) {
            log.warn("The registry cannot tell who still calls {}: {}", claim.key(), failed.getMessage());
            return true;
        }
    }

    /** Returns whether the registry has heard it in time. */
    boolean await(CompletableFuture<Void> told) {
        try {
            told.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException slow) {
            log.debug("The registry has not answered within {} ms; the session goes on.", patience.toMillis());
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof RegistryException)) {
                log.warn("The registry could not be told.", failed.getCause());
            }
        }
        return false;
    }

    private static Registration bound(RingmasterRegistration registration) {
        Registration claim = registration.claim();
        if (claim == null) {
            throw new IllegalRegistrationException(
                    "This application cannot be registered because its port is not known.",
                    "Set ringmaster.instance.port when it has no web server of Spring Boot.");
        }
        return claim;
    }

    private static @Nullable InstanceStatus parse(String status) {
        String word = status.strip().toUpperCase(Locale.ROOT);
        if (word.equals(CANCEL_OVERRIDE) || word.equals("UP")) {
            return null;
        }
        try {
            InstanceStatus parsed = InstanceStatus.valueOf(word);
            if (parsed.reportable()) {
                return parsed;
            }
        } catch (IllegalArgumentException unknown) {
            log.debug("Unknown status {}", word);
        }
        throw new IllegalArgumentException("'" + status.replaceAll("\\p{Cntrl}", "?")
                + "' is not a status that an application can set. Use UP, OUT_OF_SERVICE, DOWN, DRAINING, STARTING or "
                + CANCEL_OVERRIDE + ".");
    }
}
