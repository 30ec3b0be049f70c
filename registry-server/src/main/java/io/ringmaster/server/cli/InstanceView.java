package io.ringmaster.server.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * An instance as a person wants to see it. What a newer registry leaves out or adds does not matter.
 *
 * @param json the instance as the registry tells it
 */
record InstanceView(JsonNode json) {

    String id() {
        return json.path("id").asString("");
    }

    String key() {
        return json.path("service").asString("") + "/" + id();
    }

    String status() {
        return json.path("status").asString("");
    }

    String endpoint() {
        String host = json.path("host").asString("");
        String scheme = json.path("scheme").asString("");
        return (scheme.isEmpty() ? "" : scheme + "://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + json.path("port").asString("");
    }

    String zone() {
        return json.path("zone").asString("-");
    }

    String weight() {
        double weight = json.path("override")
                .path("weight")
                .asDouble(json.path("weight").asDouble(1));
        return weight == Math.rint(weight) ? Long.toString((long) weight) : Double.toString(weight);
    }

    /** Returns why it is not simply up, if somebody said why. */
    String note() {
        String reason = json.path("override").path("reason").asString("");
        return reason.isEmpty() ? json.path("observedCause").asString("") : reason;
    }

    /** Returns for how long it has had its status, in its largest unit. */
    String sinceStatus(Instant now) {
        try {
            return shortly(
                    Duration.between(Instant.parse(json.path("statusSince").asString("")), now));
        } catch (DateTimeException notSaid) {
            return "-";
        }
    }

    static String shortly(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + "d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
    }
}
