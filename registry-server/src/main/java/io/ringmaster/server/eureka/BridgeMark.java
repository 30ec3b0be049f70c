package io.ringmaster.server.eureka;

import io.ringmaster.model.Instance;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metadata entry of what came over the bridge. Nothing that bears it goes over the bridge again, in neither direction, so that nothing
 * goes round.
 */
final class BridgeMark {

    /** The name of the entry; its value says from where the instance came. */
    static final String ENTRY = "bridged-from";

    static final String HERE = "ringmaster";
    static final String THERE = "eureka";

    private BridgeMark() {}

    static boolean isOn(Instance instance) {
        return instance.registration().metadata().containsKey(ENTRY);
    }

    static boolean isOn(ObjectNode said) {
        return said.path("metadata").has(ENTRY);
    }

    /** Marks an instance as it is told. */
    static void put(ObjectNode said, String from) {
        said.set("metadata", EurekaExtras.words(said.path("metadata")).put(ENTRY, from));
    }
}
