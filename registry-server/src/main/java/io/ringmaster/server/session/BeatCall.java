package io.ringmaster.server.session;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.SessionBeat;
import io.ringmaster.server.registry.FrequentCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The heartbeat of a client process, on the short way. */
final class BeatCall implements FrequentCall {

    private static final String SESSIONS = "/v1/sessions/";
    private static final int OK = 200;

    private final SessionController controller;
    private final JsonMapper json;

    /** Nearly every beat is answered like the one before. Any thread reads and writes it. */
    private volatile @Nullable Written last;

    private record Written(BeatAnswer answer, byte[] json) {}

    BeatCall(SessionController controller, JsonMapper json) {
        this.controller = controller;
        this.json = json;
    }

    @Override
    public boolean is(String method, String path) {
        return method.equals("PUT") && path.startsWith(SESSIONS) && path.indexOf('/', SESSIONS.length()) < 0;
    }

    @Override
    public Answer answer(Sent sent) {
        SessionBeat beat = BeatReader.read(json, sent.body());
        return new Answer(OK, written(controller.beat(sent.path().substring(SESSIONS.length()), beat, sent.by())));
    }

    private byte[] written(BeatAnswer answer) {
        Written kept = last;
        if (kept == null || !kept.answer.equals(answer)) {
            kept = new Written(answer, json.writeValueAsBytes(answer));
            last = kept;
        }
        return kept.json;
    }
}
