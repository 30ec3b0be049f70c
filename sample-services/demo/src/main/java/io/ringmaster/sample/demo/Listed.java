package io.ringmaster.sample.demo;

import tools.jackson.databind.JsonNode;

/**
 * An instance as the registry lists it.
 *
 * @param service its service
 * @param id its id
 * @param host where it listens
 * @param port where it listens
 * @param status what callers are told of it
 */
record Listed(String service, String id, String host, int port, String status) {

    static Listed of(JsonNode instance) {
        return new Listed(
                instance.path("service").asString(),
                instance.path("id").asString(),
                instance.path("host").asString(),
                instance.path("port").asInt(),
                instance.path("status").asString());
    }

    boolean isUp() {
        return status.equals("UP");
    }

    String address() {
        return host + ":" + port;
    }
}
