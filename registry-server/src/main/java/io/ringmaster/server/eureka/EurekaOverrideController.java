package io.ringmaster.server.eureka;

import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What an operator says of an instance in the words of Eureka: UP takes his word back, and every other status takes the
 * instance out. The instance goes on saying what it says, so nothing else is needed to bring it back.
 */
@RestController
@RequestMapping("/eureka/apps/{app}/{id}/status")
final class EurekaOverrideController {

    private static final List<String> OUT = List.of("OUT_OF_SERVICE", "DOWN", "STARTING", "UNKNOWN");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String WARNING = "299 - \"Done, but not on disk: a restart of the registry may lose it\"";

    private final Registry registry;
    private final Ticker ticker;

    EurekaOverrideController(Registry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
    }

    @PutMapping
    Mono<ResponseEntity<Void>> override(
            @PathVariable String app,
            @PathVariable String id,
            @RequestParam String value,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        String status = value.toUpperCase(Locale.ROOT);
        if (status.equals("UP")) {
            return clear(app, id, by);
        }
        if (!OUT.contains(status)) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "'value' is no status of Eureka. Use OUT_OF_SERVICE to take the instance out, or UP to take that back.");
        }
        Moment now = ticker.now();
        OperatorOverride override = new OperatorOverride(
                InstanceStatus.OUT_OF_SERVICE,
                null,
                "set to " + status + " by a Eureka client",
                by.name(),
                now.instant(),
                null);
        return durably(Bodiless.about(app, id, key -> registry.override(key, override, by, now)));
    }

    @DeleteMapping
    Mono<ResponseEntity<Void>> clear(
            @PathVariable String app, @PathVariable String id, @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        return durably(Bodiless.about(app, id, key -> registry.clearOverride(key, by, ticker.now())));
    }

    /** An operator's word is on disk when it is answered, whatever the way by which it came. */
    private Mono<ResponseEntity<Void>> durably(ResponseEntity<Void> answer) {
        return Mono.fromCompletionStage(registry::durable)
                .timeout(PATIENCE)
                .thenReturn(answer)
                .onErrorResume(late -> Mono.just(ResponseEntity.status(answer.getStatusCode())
                        .header(HttpHeaders.WARNING, WARNING)
                        .build()))
                // Away from the one thread that writes.
                .publishOn(Schedulers.parallel());
    }
}
