package io.ringmaster.model;

/**
 * Permission to stay listed.
 *
 * @param ttlSeconds how long it holds without a renewal; 0 means until the instance is deregistered
 * @param renewEverySeconds how often to renew
 */
public record LeaseGrant(int ttlSeconds, int renewEverySeconds) {}
