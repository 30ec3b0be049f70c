package io.ringmaster.certificates;

import io.ringmaster.client.Backoff;
import io.ringmaster.client.RegistryException;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Always has a certificate that is good: gets the first one when it is needed, and the next one when the registry said that it is
 * time, a little earlier or later than others do. While the registry gives none it goes on asking; the last one stays in use until
 * it ends, and beyond that handshakes fail.
 *
 * <p>Any thread may ask for the certificate. Asking the registry is done on the given executor, which alone touches the schedule.
 */
public final class CertificateRenewal {

    private static final Logger log = LoggerFactory.getLogger(CertificateRenewal.class);

    /** Those that started together do not all come at once again. */
    private static final double JITTER = 0.1;

    private final CertificateSource source;
    private final Duration patience;
    private final Backoff backoff;
    private final DoubleSupplier random;
    private final Ticker ticker;
    private final ScheduledExecutorService executor;
    private final Runnable renewed;
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    private boolean running;
    private boolean troubled;
    private @Nullable ScheduledFuture<?> next;
    private long dueNanos;

    /** Written by the executor, read by anybody. */
    private volatile @Nullable Certificates certificates;

    private volatile @Nullable RuntimeException lastFailure;

    /** A handshake that has begun with one certificate shall find its key when the next one has come. */
    private record Certificates(
            ServiceCertificate current, @Nullable ServiceCertificate before) {}

    /**
     * @param patience how long who needs the first certificate waits for it
     * @param backoff how long to wait after a failure
     * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
     * @param executor of one thread
     * @param renewed is told that there is another certificate than before, but not of the first one
     */
    public CertificateRenewal(
            CertificateSource source,
            Duration patience,
            Backoff backoff,
            DoubleSupplier random,
            Ticker ticker,
            ScheduledExecutorService executor,
            Runnable renewed) {
        this.source = source;
        this.patience = patience;
        this.backoff = backoff;
        this.random = random;
        this.ticker = ticker;
        this.executor = executor;
        this.renewed = renewed;
    }

    /** Begins, or goes on, to renew. */
    public void start() {
        executor.execute(() -> {
            if (!running) {
                running = true;
                schedule(certificates == null ? Duration.ZERO : Duration.ofNanos(dueNanos - ticker.nanos()));
            }
        });
    }

    /** Renews no more. The certificate stays in use. */
    public void stop() {
        executor.execute(() -> {
            running = false;
            if (next != null) {
                next.cancel(false);
                next = null;
            }
        });
    }

    /**
     * Waits for the first certificate.
     *
     * @throws NoCertificateException if it does not come in time
     */
    public void awaitFirst() {
        required();
    }

    /**
     * Returns the certificate to use now, having waited for the first one.
     *
     * @throws NoCertificateException if it does not come in time
     */
    ServiceCertificate required() {
        ServiceCertificate current = current();
        if (current != null) {
            return current;
        }
        start();
        try {
            first.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw none();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw none();
        }
        return Objects.requireNonNull(current());
    }

    /** Returns the certificate to use now, or null if there is none yet. Does not wait. */
    @Nullable
    ServiceCertificate current() {
        Certificates known = certificates;
        return known == null ? null : known.current();
    }

    /** Returns the certificate with that alias, if it is the current one or the one before. */
    @Nullable
    ServiceCertificate find(@Nullable String alias) {
        Certificates known = certificates;
        if (known == null) {
            return null;
        }
        ServiceCertificate before = known.before();
        return known.current().alias().equals(alias)
                ? known.current()
                : before != null && before.alias().equals(alias) ? before : null;
    }

    private NoCertificateException none() {
        RuntimeException failure = lastFailure;
        String advice = failure instanceof RegistryException refused
                ? refused.advice()
                : failure instanceof NoCertificateException unusable ? unusable.advice() : "Look into the log.";
        return new NoCertificateException(
                "The registry gave this application no certificate within " + patience.toMillis() / 1000.0 + " s. "
                        + (failure == null ? "It has not answered yet." : failure.getMessage()),
                advice
                        + " The registry needs 'ringmaster.server.certificates.enabled=true', and the token of this application an"
                        + " identity that may register its service. Without 'ringmaster.client.mutual-tls.enabled' this application"
                        + " starts without a certificate.",
                failure);
    }

    private void renew() {
        next = null;
        try {
            ServiceCertificate certificate = source.obtain();
            Certificates before = certificates;
            certificates = new Certificates(certificate, before == null ? null : before.current());
            backoff.reset();
            lastFailure = null;
            Duration wait = jittered(certificate.renewAfter());
            dueNanos = ticker.nanos() + wait.toNanos();
            log.atLevel(before == null || troubled ? Level.INFO : Level.DEBUG)
                    .log("This application has a certificate from the registry: {}.", certificate);
            troubled = false;
            if (before == null) {
                first.complete(null);
            } else {
                renewed.run();
            }
            // Last, so that whatever fails before is tried again once and not twice.
            schedule(wait);
        } catch (RuntimeException failed) {
            lastFailure = failed;
            ServiceCertificate current = current();
            if (!troubled) {
                troubled = true;
                log.warn(
                        "The registry gives this application no certificate; it goes on asking. {} {}",
                        failed.getMessage(),
                        current == null
                                ? "It has none yet."
                                : "The last one is good until " + current.notAfter() + "; then calls fail.");
            }
            schedule(backoff.next());
        }
    }

    private Duration jittered(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * (1 - JITTER * random.getAsDouble())));
    }

    private void schedule(Duration wait) {
        if (!running) {
            return;
        }
        try {
            next = executor.schedule(this::renew, Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ended) {
            next = null;
        }
    }
}
