package io.ringmaster.server.api;

import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Registration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes an instance, the word that answers, lists and streams are full of, member by member: to find the members by reflection
 * costs more. It writes what would be found.
 */
final class InstanceSerializer extends StdSerializer<Instance> {

    InstanceSerializer() {
        super(Instance.class);
    }

    @Override
    public void serialize(Instance instance, JsonGenerator json, SerializationContext context) {
        write(instance, json);
    }

    static void write(Instance instance, JsonGenerator json) {
        json.writeStartObject(instance);
        registration(instance.registration(), json);
        json.writeStringProperty("reported", instance.reported().name());
        OperatorOverride override = instance.override();
        if (override != null) {
            json.writeName("override");
            json.writePOJO(override);
        }
        json.writeStringProperty("observed", instance.observed().toString());
        text("observedCause", instance.observedCause(), json);
        Instant registeredAt = instance.registeredAt();
        String registered = registeredAt.toString();
        json.writeStringProperty("registeredAt", registered);
        // Of most, their status has been the same since they registered.
        Instant since = instance.statusSince();
        json.writeStringProperty("statusSince", since.equals(registeredAt) ? registered : since.toString());
        text("registeredBy", instance.registeredBy(), json);
        json.writeStringProperty("status", instance.status().name());
        json.writeEndObject();
    }

    private static void registration(Registration claim, JsonGenerator json) {
        json.writeStringProperty("service", claim.service());
        json.writeStringProperty("id", claim.id());
        text("scheme", claim.scheme(), json);
        json.writeStringProperty("host", claim.host());
        json.writeNumberProperty("port", claim.port());
        text("zone", claim.zone(), json);
        json.writeNumberProperty("weight", claim.weight());
        json.writeObjectPropertyStart("metadata");
        for (Map.Entry<String, String> word : claim.metadata().entrySet()) {
            json.writeStringProperty(word.getKey(), word.getValue());
        }
        json.writeEndObject();
        json.writeNumberProperty("ttlSeconds", claim.ttlSeconds());
        Check check = claim.check();
        json.writeObjectPropertyStart("check");
        json.writeStringProperty("type", check.type().toString());
        text("path", check.path(), json);
        json.writeEndObject();
        text("session", claim.session(), json);
        json.writeNumberProperty("incarnation", claim.incarnation());
    }

    private static void text(String name, @Nullable String value, JsonGenerator json) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
