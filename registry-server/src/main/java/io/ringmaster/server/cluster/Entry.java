package io.ringmaster.server.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.ring.KeyHash;
import java.time.Instant;

/**
 * What the nodes keep of one instance, or of an operator's word about it: two entries, so that neither undoes the other. An
 * entry is replaced by one with a higher version only. Part of the wire between nodes: see {@link WireFormat}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Listed.class, name = "listed"),
    @JsonSubTypes.Type(value = Entry.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = Entry.Overridden.class, name = "overridden"),
    @JsonSubTypes.Type(value = Entry.OverrideEnded.class, name = "overrideEnded")
})
sealed interface Entry {

    /** What there is one entry for: an instance, or the operator's word about it. */
    record Subject(InstanceKey key, boolean override) {

        long hash() {
            return KeyHash.of((override ? "override " : "instance ") + key);
        }
    }

    /** An entry whose subject is gone, kept so that nobody who missed that brings it back. */
    sealed interface Tombstone extends Entry {

        /** When it was written, by the wall clock of its node; says only when it may be forgotten. */
        Instant at();
    }

    InstanceKey key();

    Version version();

    Subject subject();

    /** Returns a hash of which entry this is, at which version. */
    default long hash() {
        return KeyHash.of(version() + " " + subject());
    }

    /**
     * The instance is listed.
     *
     * @param instance without the operator's word
     * @param from the address literal that it registered from
     * @param owner the life of the node where its client is, or was; empty when no node of this life of the cluster has heard it
     */
    record Listed(Instance instance, String from, String owner, Version version) implements Entry {
        @Override
        public InstanceKey key() {
            return instance.key();
        }

        @Override
        public Subject subject() {
            return new Subject(key(), false);
        }
    }

    /** The instance is not listed any more. */
    record Removed(InstanceKey key, RemovalReason reason, Version version, Instant at) implements Tombstone {
        @Override
        public Subject subject() {
            return new Subject(key, false);
        }

        /** Whether a node concluded this from silence or a probe, rather than being told. */
        boolean concluded() {
            return reason == RemovalReason.EXPIRED || reason == RemovalReason.REFUSED;
        }
    }

    /** An operator said something of the instance. */
    record Overridden(InstanceKey key, OperatorOverride override, Version version) implements Entry {
        @Override
        public Subject subject() {
            return new Subject(key, true);
        }
    }

    /** The operator's word does not count any more. */
    record OverrideEnded(InstanceKey key, Version version, Instant at) implements Tombstone {
        @Override
        public Subject subject() {
            return new Subject(key, true);
        }
    }
}
