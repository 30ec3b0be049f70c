package io.ringmaster.model;

/** One step between two catalogs. */
public sealed interface Change {

    /** Returns the revision that the catalog has after this step. */
    Revision revision();

    /** Returns the instance it is about. */
    InstanceKey key();

    /**
     * The instance is listed as given, whether or not it was before.
     *
     * @param revision the revision after this step
     * @param instance the instance as it is now
     */
    record Put(Revision revision, Instance instance) implements Change {
        @Override
        public InstanceKey key() {
            return instance.key();
        }
    }

    /**
     * The instance is no longer listed.
     *
     * @param revision the revision after this step
     * @param key which instance
     * @param reason why
     */
    record Removed(Revision revision, InstanceKey key, RemovalReason reason) implements Change {}
}
