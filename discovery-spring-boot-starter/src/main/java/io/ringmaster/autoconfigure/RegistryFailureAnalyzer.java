package io.ringmaster.autoconfigure;

import io.ringmaster.client.RegistryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The registry cannot be used, and the application was told not to start without it. */
final class RegistryFailureAnalyzer extends AbstractFailureAnalyzer<RegistryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RegistryException cause) {
        return new FailureAnalysis(
                cause.getMessage()
                        + " The application does not start without it, because ringmaster.client.fail-fast is"
                        + " true.",
                cause.advice(),
                cause);
    }
}
