package io.ringmaster.server.watch;

import io.ringmaster.model.Change;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceSnapshot;
import io.ringmaster.model.WatchEvent;
import io.ringmaster.server.registry.ChangeLog;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes of server-sent events. What all watchers are sent alike, the event of the latest changes, is written once and
 * shared. Any thread may ask.
 */
final class EventFrames {

    private static final int SHARED = 256;

    private static final class Shared {
        final ChangeLog.Entry entry;
        final byte[] bytes;

        Shared(ChangeLog.Entry entry, byte[] bytes) {
            this.entry = entry;
            this.bytes = bytes;
        }
    }

    private final JsonMapper json;
    private final AtomicReferenceArray<@Nullable Shared> shared = new AtomicReferenceArray<>(SHARED);

    EventFrames(JsonMapper json) {
        this.json = json;
    }

    byte[] comment(String text) {
        return (": " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The id of a snapshot says that nothing is complete yet, so that a watcher that is cut off before {@code synced}
     * starts over.
     */
    byte[] snapshot(ServiceSnapshot snapshot) {
        return frame("snapshot", new Revision(snapshot.revision().epoch(), 0), snapshot);
    }

    byte[] synced(Revision revision, boolean settled) {
        return frame("synced", revision, new WatchEvent.Synced(revision, settled));
    }

    byte[] bye(String reason) {
        return frame("bye", null, new WatchEvent.Bye(reason));
    }

    /**
     * @param lastOfService whether no further change of the service follows at once; only then the event has the digest
     */
    byte[] change(ChangeLog.Entry entry, boolean lastOfService) {
        if (!lastOfService) {
            return render(entry, null);
        }
        int slot = (int) (entry.number() % SHARED);
        Shared present = shared.get(slot);
        if (present != null && present.entry.equals(entry)) {
            return present.bytes;
        }
        byte[] bytes = render(entry, entry.digest());
        shared.set(slot, new Shared(entry, bytes));
        return bytes;
    }

    private byte[] render(ChangeLog.Entry entry, @Nullable String digest) {
        Change change = entry.change();
        if (change instanceof Change.Put put) {
            return frame("put", change.revision(), new WatchEvent.Put(put.instance(), digest));
        }
        Change.Removed removed = (Change.Removed) change;
        return frame(
                "remove",
                change.revision(),
                new WatchEvent.Remove(removed.key().service(), removed.key().id(), removed.reason(), digest));
    }

    private byte[] frame(String event, @Nullable Revision id, Object data) {
        String lines = "event: " + event + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: "
                + json.writeValueAsString(data) + "\n\n";
        return lines.getBytes(StandardCharsets.UTF_8);
    }
}
