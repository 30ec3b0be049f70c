package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import io.ringmaster.model.LeaseGrant;

/**
 * The answer to a registration.
 *
 * @param instance the instance as it is listed now
 * @param lease permission to stay listed
 * @param created whether it was not listed before
 */
public record Registered(Instance instance, LeaseGrant lease, boolean created) {}
