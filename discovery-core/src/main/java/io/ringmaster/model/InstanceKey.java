package io.ringmaster.model;

/**
 * Identifies one instance in the whole registry. Both parts are checked, and the service is kept in lower case.
 *
 * @param service the name of the service
 * @param id the id of the instance, unique within its service
 */
public record InstanceKey(String service, String id) {

    /**
     * @throws IllegalArgumentException if a part is not a legal name; the message says what a legal one looks like
     */
    public InstanceKey {
        service = Names.service(service);
        id = Names.instanceId(id);
    }

    @Override
    public String toString() {
        return service + "/" + id;
    }
}
