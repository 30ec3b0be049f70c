package io.ringmaster.server.cluster;

import java.io.ObjectInputFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.util.ExtendedUUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaches the other nodes by JGroups, which finds them, sees when they leave or die, and brings messages in order. The
 * address of a node carries its name, so every node knows the name as soon as it knows the node.
 */
final class JGroupsTransport implements PeerTransport {

    /** How the names of all its threads begin. */
    static final String THREADS = "ringmaster-cluster";

    private static final Logger log = LoggerFactory.getLogger(JGroupsTransport.class);

    private static final String GROUP = "ringmaster";
    private static final String NAME = "name";
    private static final long OUTBOX_BYTES = 16L << 20;
    private static final long LAST_WORDS_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final String self;
    private final JChannel channel;
    private final AtomicLong dropped = new AtomicLong();

    /** Held while the receiver is told something, so that it hears one thing at a time. */
    private final Object delivery = new Object();

    /** By name, for each other node of the view. Written under {@link #delivery}, read by any thread. */
    private volatile Map<String, PeerOutbox> peers = Map.of();

    /** Guarded by {@link #delivery}. */
    private boolean closed;

    /**
     * @param life tells this life of the node from others
     * @param tls the certificate of this node and who is trusted, or null without TLS
     */
    JGroupsTransport(ClusterProperties properties, String life, @Nullable NodeTls tls) throws Exception {
        refuseSerializedObjects();
        this.self = properties.name() + "-" + life;
        this.channel = new JChannel(JGroupsStack.of(properties, tls));
        channel.setName(self);
        channel.addAddressGenerator(
                () -> ExtendedUUID.randomUUID(self).put(NAME, self.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public void start(Receiver receiver) {
        channel.setReceiver(new Delivery(receiver));
        try {
            channel.connect(GROUP);
        } catch (Exception e) {
            throw new IllegalStateException("This node cannot listen for the others: " + e.getMessage(), e);
        }
    }

    @Override
    public void broadcast(byte[] message) {
        peers.values().forEach(peer -> peer.offer(message));
    }

    @Override
    public void send(String node, byte[] message) {
        PeerOutbox peer = peers.get(node);
        if (peer != null) {
            peer.offer(message);
        }
    }

    /** Returns how many messages were dropped because a node did not take them in time. */
    long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        List<PeerOutbox> last;
        synchronized (delivery) {
            closed = true;
            last = List.copyOf(peers.values());
            peers = Map.of();
        }
        try {
            for (PeerOutbox outbox : last) {
                outbox.finish(LAST_WORDS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }

    /**
     * The engine can read serialized Java objects, even those of a stranger, since it looks at the kind of a message before
     * anything is decrypted. Nobody in this process needs them.
     */
    private static synchronized void refuseSerializedObjects() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
        }
    }

    private static String nameOf(Address address) {
        byte @Nullable [] name = address instanceof ExtendedUUID named ? named.get(NAME) : null;
        return name == null ? address.toString() : new String(name, StandardCharsets.UTF_8);
    }

    /** What the engine tells, one thing at a time. Its threads are others than those that send. */
    private final class Delivery implements org.jgroups.Receiver {

        private final Receiver receiver;

        Delivery(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void receive(Message message) {
            if (!(message instanceof BytesMessage)) {
                return;
            }
            byte[] bytes = message.getObject();
            synchronized (delivery) {
                if (closed) {
                    return;
                }
                try {
                    receiver.received(nameOf(message.getSrc()), bytes);
                } catch (RuntimeException e) {
                    log.error("A message of another node could not be taken in; comparing will repair it.", e);
                }
            }
        }

        @Override
        public void viewAccepted(View view) {
            synchronized (delivery) {
                if (closed) {
                    return;
                }
                List<String> nodes = new ArrayList<>();
                Map<String, PeerOutbox> next = new HashMap<>();
                for (Address address : view) {
                    String name = nameOf(address);
                    nodes.add(name);
                    if (!name.equals(self)) {
                        PeerOutbox known = peers.get(name);
                        next.put(name, known == null ? outbox(name, address) : known);
                    }
                }
                Map<String, PeerOutbox> before = peers;
                peers = Map.copyOf(next);
                before.forEach((name, outbox) -> {
                    if (!next.containsKey(name)) {
                        outbox.close();
                    }
                });
                log.info("The nodes of the registry are now {}.", nodes);
                receiver.viewChanged(List.copyOf(nodes));
            }
        }

        private PeerOutbox outbox(String name, Address address) {
            return new PeerOutbox(
                    OUTBOX_BYTES,
                    message -> channel.send(new BytesMessage(address, message)),
                    dropped::incrementAndGet,
                    task -> new Thread(task, THREADS + " to " + name));
        }
    }
}
