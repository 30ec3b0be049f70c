package io.ringmaster.server.dashboard;

import io.ringmaster.server.RegistryProcess;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A fleet to look at: some services of different sizes, and in each status somebody. */
final class Fleet {

    private static final Map<String, Integer> SIZES = new LinkedHashMap<>();

    static {
        SIZES.put("cart", 48);
        SIZES.put("payment-gateway", 36);
        SIZES.put("identity", 24);
        SIZES.put("recommendation", 20);
        SIZES.put("checkout", 16);
        SIZES.put("inventory", 14);
        SIZES.put("customer-profile", 12);
        SIZES.put("notification", 9);
        SIZES.put("fraud-score", 8);
        SIZES.put("session-store", 8);
        SIZES.put("ledger", 6);
        SIZES.put("tax", 4);
        SIZES.put("partner-api", 3);
    }

    private Fleet() {}

    static void register(RegistryProcess registry) {
        SIZES.forEach((service, size) -> {
            for (int i = 1; i <= size; i++) {
                registry.call(
                        "PUT",
                        service,
                        service + "-" + i,
                        String.format(
                                Locale.ROOT,
                                "{\"host\":\"10.20.%d.%d\",\"port\":8080,\"zone\":\"eu-west-1%c\",\"ttlSeconds\":0,"
                                        + "\"check\":{\"type\":\"none\"},\"metadata\":{\"version\":\"2.3.%d\"}}",
                                service.length(),
                                i,
                                "abc".charAt(i % 3),
                                i % 2));
            }
        });
        for (int i = 1; i <= 10; i += 3) {
            report(registry, "payment-gateway", i, "DOWN");
        }
        report(registry, "checkout", 1, "DRAINING");
        report(registry, "checkout", 2, "STARTING");
        report(registry, "partner-api", 1, "DOWN");
        override(registry, "cart", 3, "{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"disk replacement\"}");
        override(registry, "cart", 4, "{\"weight\":2,\"reason\":\"larger machine\"}");
        override(registry, "recommendation", 5, "{\"status\":\"DRAINING\",\"reason\":\"kernel update\"}");
    }

    private static void report(RegistryProcess registry, String service, int number, String status) {
        registry.call("PUT", service, service + "-" + number + "/status", "{\"status\":\"" + status + "\"}");
    }

    private static void override(RegistryProcess registry, String service, int number, String json) {
        registry.call("PUT", service, service + "-" + number + "/override", json);
    }
}
