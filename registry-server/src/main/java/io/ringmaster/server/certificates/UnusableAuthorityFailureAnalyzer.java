package io.ringmaster.server.certificates;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells whoever started the registry what to do about its authority, instead of a stack trace. */
final class UnusableAuthorityFailureAnalyzer extends AbstractFailureAnalyzer<UnusableAuthorityException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableAuthorityException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
