package io.ringmaster.server.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What has become of whom, as lines for a person. It remembers, so that a new snapshot is no news. One thread uses it. */
final class Changes {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final Map<String, String> statusByKey = new TreeMap<>();

    /** Returns a line for each instance that an event tells something new of. */
    List<String> of(String event, JsonNode data, Instant at) {
        List<String> lines = new ArrayList<>();
        switch (event) {
            case "snapshot" -> {
                Set<String> gone = new TreeSet<>(statusByKey.keySet());
                gone.removeIf(key -> !key.startsWith(data.path("service").asString("") + "/"));
                for (JsonNode instance : data.path("instances")) {
                    InstanceView view = new InstanceView(instance);
                    gone.remove(view.key());
                    put(view, at, lines);
                }
                gone.forEach(key -> remove(key, "not listed any more", at, lines));
            }
            case "put" -> put(new InstanceView(data.path("instance")), at, lines);
            case "remove" ->
                remove(
                        data.path("service").asString("") + "/"
                                + data.path("id").asString(""),
                        data.path("reason").asString(""),
                        at,
                        lines);
            default -> {
                // What is left says nothing of an instance.
            }
        }
        return lines;
    }

    private void put(InstanceView instance, Instant at, List<String> lines) {
        String before = statusByKey.put(instance.key(), instance.status());
        if (instance.status().equals(before)) {
            return;
        }
        String was = before == null ? "at " + instance.endpoint() : "was " + before;
        String note = instance.note().isEmpty() ? "" : " (" + instance.note() + ")";
        lines.add(line(at, instance.key(), instance.status(), was + note));
    }

    private void remove(String key, String reason, Instant at, List<String> lines) {
        String before = statusByKey.remove(key);
        lines.add(line(at, key, "gone", (before == null ? "" : "was " + before + ", ") + reason));
    }

    private static String line(Instant at, String key, String status, String more) {
        return Table.printable("%s  %-14s  %s  %s".formatted(TIME.format(at), status, key, more));
    }
}
