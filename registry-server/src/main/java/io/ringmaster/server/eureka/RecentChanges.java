package io.ringmaster.server.eureka;

import io.ringmaster.model.Catalog;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.server.eureka.Told.Action;
import io.ringmaster.time.Moment;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What changed lately between the catalogs that clients were told of. It compares each with the one before, when somebody asks:
 * what came and went unnoticed in between was told to nobody, and what is gone is remembered as it was told. A service that has not
 * changed is one object in both, so the cost is that of the services that have. Not safe for threads.
 */
final class RecentChanges {

    /** Clients ask every 30 seconds, and may miss a few. */
    static final Duration KEPT = Duration.ofSeconds(180);

    private final Map<InstanceKey, Recent> recent = new LinkedHashMap<>();
    private Catalog last;

    RecentChanges(Catalog first) {
        this.last = first;
    }

    private record Recent(Told told, Moment noticed) {}

    /** Takes note of what differs from the catalog before. */
    void follow(Catalog next, Moment now) {
        for (ServiceCatalog after : next.services()) {
            ServiceCatalog before = last.service(after.name());
            if (after != before) {
                compare(before == null ? List.of() : before.instances(), after, now);
            }
        }
        for (ServiceCatalog before : last.services()) {
            if (next.service(before.name()) == null) {
                compare(before.instances(), ServiceCatalog.of(before.name(), List.of()), now);
            }
        }
        last = next;
        recent.values().removeIf(each -> now.since(each.noticed()).compareTo(KEPT) >= 0);
    }

    /** Returns the instances that changed lately, each once, as it is now; those that are gone come last. */
    List<Told> told() {
        return recent.values().stream()
                .map(Recent::told)
                .sorted(Comparator.comparing(told -> told.action() == Action.DELETED))
                .toList();
    }

    private void compare(List<Instance> before, ServiceCatalog after, Moment now) {
        Map<InstanceKey, Instance> gone = new LinkedHashMap<>();
        before.forEach(instance -> gone.put(instance.key(), instance));
        for (Instance instance : after.instances()) {
            Instance known = gone.remove(instance.key());
            if (known != instance) {
                notice(instance, known == null ? Action.ADDED : Action.MODIFIED, now);
            }
        }
        gone.values().forEach(instance -> notice(instance, Action.DELETED, now));
    }

    private void notice(Instance instance, Action action, Moment now) {
        recent.put(instance.key(), new Recent(new Told(instance, action, now.instant()), now));
    }
}
