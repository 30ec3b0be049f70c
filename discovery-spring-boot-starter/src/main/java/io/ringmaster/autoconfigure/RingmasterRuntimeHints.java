package io.ringmaster.autoconfigure;

import io.ringmaster.client.RegistryClient;
import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.CertificateRequest;
import io.ringmaster.model.IssuedCertificate;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.model.WatchEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image must keep so that the wire can be read and written. */
final class RingmasterRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        new BindingReflectionHintsRegistrar()
                .registerReflectionHints(
                        hints.reflection(),
                        ServiceSnapshot.class,
                        WatchEvent.Synced.class,
                        WatchEvent.Put.class,
                        WatchEvent.Remove.class,
                        WatchEvent.Bye.class,
                        SessionBeat.class,
                        BeatAnswer.class,
                        CertificateRequest.class,
                        IssuedCertificate.class,
                        RegistryClient.Registered.class,
                        RegistryClient.Problem.class);
    }
}
