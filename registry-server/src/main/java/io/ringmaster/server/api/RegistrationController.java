package io.ringmaster.server.api;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registered;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What an instance says: I am here, I am still here, I am ready, I leave. */
@RestController
@RequestMapping("/v1/services/{service}/instances/{id}")
final class RegistrationController {

    private final Registry registry;
    private final Ticker ticker;

    RegistrationController(Registry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
    }

    /**
     * The answer to a registration.
     *
     * @param instance as it is listed now; null for who wants to know the lease alone
     */
    record Answer(@Nullable Instance instance, LeaseGrant lease) {}

    /** The optional body of a renewal. */
    record Renewal(@Nullable Long incarnation) {}

    /** The body of a report. */
    record Report(@Nullable InstanceStatus status, @Nullable Long incarnation) {}

    @PutMapping
    Mono<ResponseEntity<Answer>> register(
            @PathVariable String service,
            @PathVariable String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestBody RegistrationBody body,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        InstanceKey key = Paths.instance(service, id);
        Registered registered = registry.register(body.claim(key, by), ticker.now());
        ResponseEntity<Answer> answer = ResponseEntity.status(registered.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(new Answer(isMinimal(prefer) ? null : registered.instance(), registered.lease()));
        return isPersistent(registered.instance()) ? Durably.answer(registry, answer) : Mono.just(answer);
    }

    @PutMapping("/lease")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void renew(
            @PathVariable String service,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Renewal renewal,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        registry.renew(Paths.instance(service, id), renewal == null ? null : renewal.incarnation(), by, ticker.now());
    }

    @PutMapping("/status")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void report(
            @PathVariable String service,
            @PathVariable String id,
            @RequestBody Report report,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        InstanceStatus status = report.status();
        if (status == null || !status.reportable()) {
            throw new RefusedException(
                    Refusal.INVALID_REQUEST,
                    "'status' must be one of STARTING, UP, DRAINING, OUT_OF_SERVICE, DOWN. SUSPECT is for the registry"
                            + " alone.");
        }
        registry.reportStatus(Paths.instance(service, id), status, report.incarnation(), by, ticker.now());
    }

    @DeleteMapping
    Mono<ResponseEntity<Void>> deregister(
            @PathVariable String service,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long incarnation,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        InstanceKey key = Paths.instance(service, id);
        Instance listed = registry.listing().catalog().find(key);
        registry.deregister(key, incarnation, by, ticker.now());
        ResponseEntity<Void> answer = ResponseEntity.noContent().build();
        return listed != null && isPersistent(listed) ? Durably.answer(registry, answer) : Mono.just(answer);
    }

    /** Whether the least of answers is preferred, by RFC 7240. Other preferences change nothing here. */
    static boolean isMinimal(@Nullable String prefer) {
        return "return=minimal".equalsIgnoreCase(prefer);
    }

    /** Such an instance says nothing a second time, so the registry must not forget what it said, nor that it left. */
    private static boolean isPersistent(Instance instance) {
        return instance.registration().ttl().isZero();
    }
}
