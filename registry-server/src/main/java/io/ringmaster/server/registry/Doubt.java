package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;

/**
 * A reason to find out whether an instance lives.
 *
 * @param instance the instance as it was listed then
 * @param registeredFrom the address literal that it registered from
 * @param lease tells the lease from a later one of the same instance, so that a late verdict hits nobody else
 */
public record Doubt(Instance instance, String registeredFrom, long lease) {}
