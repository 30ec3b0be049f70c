package io.ringmaster.server.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.server.registry.Drain;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What nodes say to each other. A new kind, or a new meaning of an old one, needs a new {@link WireFormat#NEWEST}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Message.Changes.class, name = "changes"),
    @JsonSubTypes.Type(value = Message.Digest.class, name = "digest"),
    @JsonSubTypes.Type(value = Message.Ask.class, name = "ask"),
    @JsonSubTypes.Type(value = Message.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Message.Doubts.class, name = "doubts"),
    @JsonSubTypes.Type(value = Message.WhoChooses.class, name = "whoChooses"),
    @JsonSubTypes.Type(value = Message.Chosen.class, name = "chosen"),
    @JsonSubTypes.Type(value = Message.WhatLoad.class, name = "whatLoad"),
    @JsonSubTypes.Type(value = Message.Load.class, name = "load")
})
sealed interface Message {

    /** This has changed at the sender. */
    record Changes(List<Entry> entries) implements Message {}

    /**
     * This is what the sender holds.
     *
     * @param ready whether it is the whole truth, as far as anybody knows it
     * @param instances how many instances it lists
     * @param buckets the hash of each bucket of {@link EntryTable}
     */
    record Digest(boolean ready, int instances, long[] buckets) implements Message {

        /**
         * @throws IllegalArgumentException if there are not as many buckets as here
         */
        public Digest {
            if (buckets.length != EntryTable.BUCKETS) {
                throw new IllegalArgumentException(buckets.length + " buckets");
            }
        }
    }

    /**
     * The sender wants what a bucket holds.
     *
     * @param known the hashes of entries it has already
     */
    record Ask(int bucket, long[] known) implements Message {

        /**
         * @throws IllegalArgumentException if there is no such bucket
         */
        public Ask {
            if (bucket < 0 || bucket >= EntryTable.BUCKETS) {
                throw new IllegalArgumentException("bucket " + bucket);
            }
        }
    }

    /**
     * A part of what was asked for.
     *
     * @param last whether that is all
     */
    record Answer(int bucket, List<Entry> entries, boolean last) implements Message {}

    /** The receiver looks after these instances, and somebody at the sender doubts that they live. */
    record Doubts(List<InstanceKey> keys) implements Message {}

    /**
     * Somebody at the sender drains an instance. Whoever still takes it for one that may be called does not answer, and is asked again.
     *
     * @param askedNanos means something to the sender only
     */
    record WhoChooses(InstanceKey key, long askedNanos) implements Message {}

    /**
     * This is who still chooses it here.
     *
     * @param askedNanos which question this answers
     */
    record Chosen(InstanceKey key, long askedNanos, Drain.Elsewhere by) implements Message {}

    /** Callers at the sender want to know how many requests the instances of these services are serving. */
    record WhatLoad(Set<String> services) implements Message {}

    /** So many they last told the sender to be serving, by id. */
    record Load(String service, Map<String, Integer> inFlight) implements Message {}
}
