package io.ringmaster.autoconfigure;

import io.ringmaster.certificates.CertificateRenewal;
import org.springframework.context.SmartLifecycle;

/** Has a certificate before the web server accepts anybody, and renews it as long as the application runs. */
final class CertificateLifecycle implements SmartLifecycle {

    private final CertificateRenewal renewal;
    private volatile boolean running;

    CertificateLifecycle(CertificateRenewal renewal) {
        this.renewal = renewal;
    }

    @Override
    public void start() {
        renewal.start();
        running = true;
        renewal.awaitFirst();
    }

    @Override
    public void stop() {
        running = false;
        renewal.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Right after {@link RegistryConnection}. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 110;
    }
}
