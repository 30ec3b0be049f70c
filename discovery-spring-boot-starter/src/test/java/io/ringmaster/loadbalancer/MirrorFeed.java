package io.ringmaster.loadbalancer;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Feeds a mirror by hand, in place of the stream of a registry. */
public final class MirrorFeed {

    private final CatalogMirror mirror = new CatalogMirror();
    private Revision revision = new Revision("test", 1);

    /** Returns a feed whose mirror has received a complete list of these services, each with its instances. */
    public static MirrorFeed of(Map<String, List<Instance>> services) {
        MirrorFeed feed = new MirrorFeed();
        feed.mirror.connected();
        services.forEach((name, instances) ->
                feed.mirror.snapshot(new ServiceSnapshot(name, true, feed.revision, null, instances)));
        feed.mirror.synced(new WatchEvent.Synced(feed.revision, true));
        return feed;
    }

    /** Returns a feed of one service with instances that are up. */
    public static MirrorFeed of(Instance... instances) {
        return of(Map.of(instances[0].registration().service(), List.of(instances)));
    }

    public CatalogMirror mirror() {
        return mirror;
    }

    public void put(Instance instance) {
        revision = revision.next();
        mirror.put(revision, new WatchEvent.Put(instance, null));
    }

    public void remove(String service, String id) {
        revision = revision.next();
        mirror.remove(revision, new WatchEvent.Remove(service, id, RemovalReason.EXPIRED, null));
    }

    public static Instance up(String service, String id, int port) {
        return instance(service, id, port, null, 1, InstanceStatus.UP, Map.of());
    }

    public static Instance down(String service, String id, int port) {
        return instance(service, id, port, null, 1, InstanceStatus.DOWN, Map.of());
    }

    public static Instance inZone(String service, String id, int port, String zone) {
        return instance(service, id, port, zone, 1, InstanceStatus.UP, Map.of());
    }

    public static Instance instance(
            String service,
            String id,
            int port,
            String zone,
            double weight,
            InstanceStatus status,
            Map<String, String> metadata) {
        return new Instance(
                new Registration(service, id, null, "127.0.0.1", port, zone, weight, metadata, 9, Check.TCP, null, 0),
                status,
                null,
                ObservedHealth.PASSING,
                null,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
