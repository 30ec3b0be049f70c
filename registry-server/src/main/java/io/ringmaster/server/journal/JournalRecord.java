package io.ringmaster.server.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.server.registry.RegistryEvent;

/**
 * One entry of the journal. Applied in order, entries give what was known; one that is applied twice, or that is older than
 * what is there, does no harm as long as those after it follow. A new kind of entry, or a new meaning of an old one, needs a
 * new {@link JournalFormat#NUMBER}; a new kind of event does not, since who does not know it leaves it out.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalRecord.Put.class, name = "put"),
    @JsonSubTypes.Type(value = JournalRecord.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = JournalRecord.Known.class, name = "known"),
    @JsonSubTypes.Type(value = JournalRecord.EmptyForgotten.class, name = "emptyForgotten"),
    @JsonSubTypes.Type(value = JournalRecord.Overridden.class, name = "overridden"),
    @JsonSubTypes.Type(value = JournalRecord.OverrideEnded.class, name = "overrideEnded"),
    @JsonSubTypes.Type(value = JournalRecord.Happened.class, name = "happened")
})
sealed interface JournalRecord {

    void applyTo(Recollection recollection);

    /** The instance is listed as given, and registered from that address. */
    record Put(Instance instance, String from) implements JournalRecord {
        @Override
        public void applyTo(Recollection recollection) {
            recollection.put(instance, from);
        }
    }

    /** The instance is no longer listed. */
    record Removed(InstanceKey key) implements JournalRecord {
        @Override
        public void applyTo(Recollection recollection) {
            recollection.remove(key);
        }
    }

    /** The service is known, although it may have no instances. */
    record Known(String service) implements JournalRecord {
        @Override
        public void applyTo(Recollection recollection) {
            recollection.know(service);
        }
    }

    /** Services without instances are no longer known. */
    record EmptyForgotten() implements JournalRecord {
        @Override
        public void applyTo(Recollection recollection) {
            recollection.forgetEmptyServices();
        }
    }

    /** An operator said something of an instance. */
    record Overridden(InstanceKey key, OperatorOverride override) implements JournalRecord {
        @Override
        public void applyTo(Recollection recollection) {
            recollection.override(key, override);
        }
    }

    /** An operator's word no longer counts. */
    record OverrideEnded(InstanceKey key) implements JournalRecord {
        @Override
        public void applyTo(Recollection recollection) {
            recollection.endOverride(key);
        }
    }

    /** Something for the history. */
    record Happened(RegistryEvent event) implements JournalRecord {
        @Override
        public void applyTo(Recollection recollection) {
            recollection.happened(event);
        }
    }
}
