package io.ringmaster.server.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.model.InstanceKey;
import java.util.List;

/** What nodes say to each other. A new kind, or a new meaning of an old one, needs a new {@link WireFormat#NEWEST}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Message.Changes.class, name = "changes"),
    @JsonSubTypes.Type(value = Message.Digest.class, name = "digest"),
    @JsonSubTypes.Type(value = Message.Ask.class, name = "ask"),
    @JsonSubTypes.Type(value = Message.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Message.Doubts.class, name = "doubts")
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
}
