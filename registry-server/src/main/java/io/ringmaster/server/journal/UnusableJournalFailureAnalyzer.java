package io.ringmaster.server.journal;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells whoever started the registry what to do about the journal, instead of a stack trace. */
final class UnusableJournalFailureAnalyzer extends AbstractFailureAnalyzer<UnusableJournalException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableJournalException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
