package io.ringmaster.server.eureka;

import io.ringmaster.model.Registration;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What a Eureka client says of an instance and the model has no place for. It is kept as JSON in one metadata entry, so it is
 * journaled, replicated and replaced together with the claim that it belongs to.
 *
 * <p>What comes out is as narrow as what the strictest client reads: known members of known types, and no class name but two. Whoever
 * writes the entry by another way can lie about his own instance and cannot keep clients from reading the others.
 */
final class EurekaExtras {

    /** The metadata entry. */
    static final String ENTRY = "eureka";

    static final String LAST_DIRTY = "lastDirtyTimestamp";

    private static final List<String> TEXTS = List.of(
            "app",
            "ipAddr",
            "sid",
            "appGroupName",
            "asgName",
            "homePageUrl",
            "statusPageUrl",
            "healthCheckUrl",
            "secureHealthCheckUrl",
            "vipAddress",
            "secureVipAddress");

    private static final String AMAZON = "Amazon";
    private static final List<String> DATA_CENTERS = List.of("MyOwn", AMAZON, "Netflix");

    private EurekaExtras() {}

    /** Returns what is to be kept of an instance as a client sends it. */
    static ObjectNode of(JsonNode instance) {
        ObjectNode extras = JsonNodeFactory.instance.objectNode();
        for (String member : TEXTS) {
            String text = Lenient.text(instance.path(member));
            if (text != null) {
                extras.put(member, member.equals("app") ? text.toUpperCase(Locale.ROOT) : text);
            }
        }
        Long lastDirty = Lenient.number(Lenient.text(instance.path(LAST_DIRTY)));
        if (lastDirty != null) {
            extras.put(LAST_DIRTY, lastDirty.toString());
        }
        keepPort(extras, "port", instance, true);
        keepPort(extras, "securePort", instance, false);
        extras.put("countryId", Lenient.number(instance.path("countryId"), 0, Integer.MAX_VALUE, 1));
        extras.set("dataCenterInfo", dataCenter(instance.path("dataCenterInfo")));
        int renewal = Lenient.number(instance.path("leaseInfo").path("renewalIntervalInSecs"), 1, 86_400, 30);
        extras.putObject("leaseInfo").put("renewalIntervalInSecs", renewal);
        return extras;
    }

    /** Returns all that a registration is told with, be it from a Eureka client or not. */
    static ObjectNode of(Registration claim) {
        JsonNode kept = kept(claim);
        ObjectNode extras = of(kept);
        boolean secure = "https".equals(claim.scheme());
        extras.putIfAbsent("app", StringNode.valueOf(claim.service().toUpperCase(Locale.ROOT)));
        extras.putIfAbsent("ipAddr", StringNode.valueOf(claim.host()));
        extras.putIfAbsent("vipAddress", StringNode.valueOf(claim.service()));
        extras.putIfAbsent("secureVipAddress", StringNode.valueOf(claim.service()));
        extras.putIfAbsent("port", port(secure ? 80 : claim.port(), !secure));
        extras.putIfAbsent("securePort", port(secure ? claim.port() : 443, secure));
        if (kept.isEmpty()) {
            extras.putObject("leaseInfo").put("renewalIntervalInSecs", Math.max(1, claim.ttlSeconds() / 3));
        }
        return extras;
    }

    private static JsonNode kept(Registration claim) {
        String entry = claim.metadata().get(ENTRY);
        try {
            return entry == null
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(entry);
        } catch (JacksonException notOurs) {
            return MissingNode.getInstance();
        }
    }

    static ObjectNode port(int number, boolean enabled) {
        return JsonNodeFactory.instance.objectNode().put("$", number).put("@enabled", Boolean.toString(enabled));
    }

    private static void keepPort(ObjectNode extras, String member, JsonNode instance, boolean enabledByDefault) {
        JsonNode port = instance.path(member);
        int number = Lenient.number(port.isObject() ? port.path("$") : port, 0, 65_535, -1);
        if (number >= 0) {
            extras.set(member, port(number, Lenient.truth(port.path("@enabled"), enabledByDefault)));
        }
    }

    private static ObjectNode dataCenter(JsonNode said) {
        String name = Lenient.text(said.path("name"));
        String known = name != null && DATA_CENTERS.contains(name) ? name : "MyOwn";
        ObjectNode dataCenter = JsonNodeFactory.instance.objectNode();
        dataCenter.put(
                "@class",
                known.equals(AMAZON)
                        ? "com.netflix.appinfo.AmazonInfo"
                        : "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo");
        dataCenter.put("name", known);
        if (known.equals(AMAZON)) {
            dataCenter.set("metadata", words(said.path("metadata")));
        }
        return dataCenter;
    }

    /** Returns a map of texts without what is no text; a class name is no word of anybody's. */
    static ObjectNode words(JsonNode said) {
        ObjectNode words = JsonNodeFactory.instance.objectNode();
        said.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isValueNode() && !value.isNull() && !entry.getKey().matches("|@class")) {
                words.put(entry.getKey(), value.asString());
            }
        });
        return words;
    }
}
