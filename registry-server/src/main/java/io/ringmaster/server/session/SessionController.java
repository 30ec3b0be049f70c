package io.ringmaster.server.session;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.Names;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The heartbeat of a client process. */
@RestController
final class SessionController {

    private final Registry registry;
    private final Ticker ticker;

    SessionController(Registry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
    }

    @PutMapping("/v1/sessions/{session}")
    BeatAnswer beat(
            @PathVariable String session, @RequestBody SessionBeat beat, @RequestAttribute(Actor.ATTRIBUTE) Actor by) {
        String legal = Refusal.INVALID_NAME.unlessLegal(() -> Names.session(session));
        return registry.beat(legal, beat, by, ticker.now());
    }
}
