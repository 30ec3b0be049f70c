package io.ringmaster.autoconfigure;

import io.ringmaster.client.IllegalServerUrlException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The address of a registry server is not written as one. */
final class IllegalServerUrlFailureAnalyzer extends AbstractFailureAnalyzer<IllegalServerUrlException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IllegalServerUrlException cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct ringmaster.client.servers.", cause);
    }
}
