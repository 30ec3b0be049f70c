package io.ringmaster.server.eureka;

import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What an instance with a Eureka client says. Clients look at the status alone, and each is the one that they wait for. */
@RestController
@RequestMapping("/eureka/apps/{app}")
final class EurekaRegistrationController {

    private final Registry registry;
    private final Ticker ticker;

    EurekaRegistrationController(Registry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
    }

    /** Registers, registers again, or says something new of itself, such as its status. */
    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void register(
            @PathVariable String app,
            @RequestBody byte[] body,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by,
            ServerHttpRequest request) {
        EurekaClaim claim = EurekaClaim.of(app, EurekaBody.read(request.getHeaders(), body));
        Instance listed = registry.listing().catalog().find(claim.key());
        if (listed != null && claim.isOlderThan(listed)) {
            registry.renew(claim.key(), null, by, ticker.now());
        } else {
            registry.register(claim.claim(listed, by), ticker.now());
        }
    }

    /** The heartbeat. Who has something newer to say than is known is sent to register, as one that is not known at all. */
    @PutMapping("/{id}")
    ResponseEntity<Void> renew(
            @PathVariable String app,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String lastDirtyTimestamp,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        InstanceKey key = EurekaNames.key(app, id);
        Instance listed = key == null ? null : registry.listing().catalog().find(key);
        return listed == null || EurekaClaim.isNewer(lastDirtyTimestamp, listed)
                ? Bodiless.NOT_FOUND
                : Bodiless.about(app, id, known -> registry.renew(known, null, by, ticker.now()));
    }

    /** Adds words to the metadata. */
    @PutMapping("/{id}/metadata")
    ResponseEntity<Void> describe(
            @PathVariable String app,
            @PathVariable String id,
            @RequestParam Map<String, String> words,
            @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        Map<String, String> own = new HashMap<>(words);
        own.remove(EurekaExtras.ENTRY);
        return Bodiless.about(app, id, key -> registry.describe(key, own, by, ticker.now()));
    }

    /** Leaves. */
    @DeleteMapping("/{id}")
    ResponseEntity<Void> deregister(
            @PathVariable String app, @PathVariable String id, @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        return Bodiless.about(app, id, key -> registry.deregister(key, null, by, ticker.now()));
    }
}
