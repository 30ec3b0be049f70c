package io.ringmaster.server.prometheus;

import io.ringmaster.model.Names;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.server.registry.InstanceFilter;
import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.Refusal;
import io.ringmaster.server.registry.RefusedException;
import io.ringmaster.server.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What {@code http_sd_configs} of Prometheus asks for. A registry that has just started and may not know everybody yet refuses
 * to answer, because Prometheus then keeps the targets it has, and drops those that a list leaves out.
 */
@RestController
final class TargetController {

    private final Registry registry;

    TargetController(Registry registry) {
        this.registry = registry;
    }

    @GetMapping("/prometheus/sd")
    ResponseEntity<List<TargetGroup>> targets(@RequestParam MultiValueMap<String, String> query) {
        Set<String> names = names(query.getOrDefault("service", List.of()));
        InstanceFilter filter = InstanceFilter.of(query);
        if (!registry.settled()) {
            throw new RefusedException(
                    Refusal.NOT_SETTLED,
                    "The registry has just started and does not know everybody yet. Ask again in some seconds, and keep the"
                            + " targets you have until then, as Prometheus does.");
        }
        Listing listing = registry.listing();
        List<TargetGroup> groups = new ArrayList<>();
        for (String name : names.isEmpty() ? listing.catalog().serviceNames() : names) {
            ServiceCatalog service = listing.catalog().service(name);
            if (service != null) {
                filter.select(service).stream().map(TargetGroup::of).forEach(groups::add);
            }
        }
        return ResponseEntity.ok()
                .eTag("\"" + listing.revision() + "\"")
                .cacheControl(CacheControl.noCache())
                .body(groups);
    }

    private static Set<String> names(List<String> given) {
        Set<String> names = new TreeSet<>();
        given.forEach(name -> names.add(Refusal.INVALID_NAME.unlessLegal(() -> Names.service(name))));
        return names;
    }
}
