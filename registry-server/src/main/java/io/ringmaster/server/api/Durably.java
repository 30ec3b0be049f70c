package io.ringmaster.server.api;

import io.ringmaster.server.registry.Registry;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers that wait for the disk: whoever is told "done" may rely on it even if this machine loses its power. When the disk
 * does not take it in time the answer says so, because done it is, in memory.
 */
final class Durably {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String WARNING = "299 - \"Done, but not on disk: a restart of the registry may lose it\"";

    private Durably() {}

    /** Gives an answer to what was just done. */
    static <T> Mono<ResponseEntity<T>> answer(Registry registry, ResponseEntity<T> answer) {
        return Mono.fromCompletionStage(registry::durable)
                .timeout(PATIENCE)
                .thenReturn(answer)
                .onErrorResume(error -> Mono.just(ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .header(HttpHeaders.WARNING, WARNING)
                        .body(answer.getBody())))
                // Away from the one thread that writes.
                .publishOn(Schedulers.parallel());
    }
}
