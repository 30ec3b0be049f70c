package io.ringmaster.server.session;

import io.ringmaster.model.SessionBeat;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.FrequentCall;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The heartbeat of a client process, on the short way. */
final class BeatCall implements FrequentCall {

    private static final String SESSIONS = "/v1/sessions/";
    private static final int OK = 200;

    private final SessionController controller;
    private final JsonMapper json;
    private final ObjectReader reader;

    BeatCall(SessionController controller, JsonMapper json) {
        this.controller = controller;
        this.json = json;
        this.reader = json.readerFor(SessionBeat.class);
    }

    @Override
    public boolean is(String method, String path) {
        return method.equals("PUT") && path.startsWith(SESSIONS) && path.indexOf('/', SESSIONS.length()) < 0;
    }

    @Override
    public Answer answer(String path, byte[] body, Actor by) {
        SessionBeat beat = reader.readValue(body);
        return new Answer(OK, json.writeValueAsBytes(controller.beat(path.substring(SESSIONS.length()), beat, by)));
    }
}
