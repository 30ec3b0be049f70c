package io.ringmaster.server.registry;

/** Who looks after a lease, when there are several nodes. */
public enum Custody {
    /** This node: the client is here, so its heartbeats are heard here. */
    HELD,
    /** This node, because the one that heard the heartbeats is gone: it asks before it concludes anything. */
    ORPHANED,
    /** Another node. Here the lease never comes up and never lapses. */
    ELSEWHERE
}
