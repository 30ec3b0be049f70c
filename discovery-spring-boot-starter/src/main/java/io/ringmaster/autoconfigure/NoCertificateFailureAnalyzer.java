package io.ringmaster.autoconfigure;

import io.ringmaster.certificates.NoCertificateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** This application shall use mutual TLS, and has no certificate. */
final class NoCertificateFailureAnalyzer extends AbstractFailureAnalyzer<NoCertificateException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoCertificateException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.advice(), cause);
    }
}
