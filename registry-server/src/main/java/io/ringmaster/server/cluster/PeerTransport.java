package io.ringmaster.server.cluster;

import java.util.List;

/**
 * How this node reaches the others. A message may be lost, and is then repaired by comparing; those that arrive from one node
 * come in the order in which it sent them. Sending never waits for a slow peer and never fails. Any thread may send.
 */
interface PeerTransport extends AutoCloseable {

    /** Hears of messages and of who is there. Calls come one at a time, in order, and not from the sending thread. */
    interface Receiver {

        /** A message came from another node. */
        void received(String from, byte[] message);

        /** The nodes that are there now, this one among them, in the same order on each of them. */
        void viewChanged(List<String> nodes);
    }

    /** Returns the name of this life of this node; no other life of any node has it. */
    String self();

    /** Joins the others; returns when the first view is known. */
    void start(Receiver receiver);

    /** Sends to all other nodes of the view. */
    void broadcast(byte[] message);

    /** Sends to one node; nothing happens when it is not there any more. */
    void send(String node, byte[] message);

    /** Leaves. */
    @Override
    void close();
}
