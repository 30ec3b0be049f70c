package io.ringmaster.autoconfigure;

import io.ringmaster.registration.IllegalRegistrationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The application has no name, an illegal one, or claims something else that cannot be claimed. */
final class IllegalRegistrationFailureAnalyzer extends AbstractFailureAnalyzer<IllegalRegistrationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IllegalRegistrationException cause) {
        return new FailureAnalysis(cause.description(), cause.advice(), cause);
    }
}
