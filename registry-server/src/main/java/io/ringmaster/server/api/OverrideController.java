package io.ringmaster.server.api;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What an operator says of an instance. */
@RestController
@RequestMapping("/v1/services/{service}/instances/{id}/override")
final class OverrideController {

    private final Registry registry;
    private final Ticker ticker;

    OverrideController(Registry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
    }

    /** The body of an override. */
    record OverrideBody(
            @Nullable InstanceStatus status,
            @Nullable Double weight,
            @Nullable String reason,
            @Nullable Instant expiresAt) {}

    @PutMapping
    Mono<ResponseEntity<Instance>> override(
            @PathVariable String service,
            @PathVariable String id,
            @RequestBody OverrideBody body,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        Moment now = ticker.now();
        OperatorOverride override = Refusal.INVALID_INSTANCE.unlessLegal(() -> new OperatorOverride(
                body.status(), body.weight(), body.reason(), by.name(), now.instant(), body.expiresAt()));
        Instance overridden = registry.override(Paths.instance(service, id), override, by, now);
        return Durably.answer(registry, ResponseEntity.ok(overridden));
    }

    @DeleteMapping
    Mono<ResponseEntity<Void>> clear(
            @PathVariable String service, @PathVariable String id, @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        registry.clearOverride(Paths.instance(service, id), by, ticker.now());
        return Durably.answer(registry, ResponseEntity.noContent().build());
    }
}
