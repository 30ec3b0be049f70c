package io.ringmaster.server.eureka;

import io.ringmaster.model.Catalog;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.server.registry.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.ObjectNode;

/** Who is listed, for Eureka clients. */
@RestController
@RequestMapping("/eureka")
final class EurekaCatalogController {

    private final Registry registry;
    private final EurekaDocuments documents;
    private final EurekaLists lists;

    EurekaCatalogController(Registry registry, EurekaDocuments documents, EurekaLists lists) {
        this.registry = registry;
        this.documents = documents;
        this.lists = lists;
    }

    @GetMapping("/apps")
    Mono<ResponseEntity<byte[]>> all(@RequestHeader HttpHeaders headers) {
        return elsewhere(() -> lists.all(EurekaFormat.accepted(headers)).to(headers));
    }

    @GetMapping("/apps/delta")
    Mono<ResponseEntity<byte[]>> delta(@RequestHeader HttpHeaders headers) {
        return elsewhere(() -> lists.delta(EurekaFormat.accepted(headers)).to(headers));
    }

    @GetMapping("/apps/{app}")
    ResponseEntity<byte[]> application(@PathVariable String app, @RequestHeader HttpHeaders headers) {
        ServiceCatalog service = catalog().service(EurekaNames.service(app));
        return answer(service == null ? null : documents.application(app, service.instances()), headers);
    }

    @GetMapping("/apps/{app}/{id}")
    ResponseEntity<byte[]> instance(
            @PathVariable String app, @PathVariable String id, @RequestHeader HttpHeaders headers) {
        InstanceKey key = EurekaNames.key(app, id);
        Instance listed = key == null ? null : catalog().find(key);
        return answer(listed == null ? null : documents.instance(listed), headers);
    }

    @GetMapping("/instances/{id}")
    ResponseEntity<byte[]> instance(@PathVariable String id, @RequestHeader HttpHeaders headers) {
        List<Instance> found = listed(instance -> instance.id().equals(id));
        return answer(found.isEmpty() ? null : documents.instance(found.get(0)), headers);
    }

    @GetMapping("/vips/{vip}")
    ResponseEntity<byte[]> vip(@PathVariable String vip, @RequestHeader HttpHeaders headers) {
        return answer(documents.part(listed(instance -> isNamed(instance, "vipAddress", vip))), headers);
    }

    @GetMapping("/svips/{vip}")
    ResponseEntity<byte[]> secureVip(@PathVariable String vip, @RequestHeader HttpHeaders headers) {
        return answer(documents.part(listed(instance -> isNamed(instance, "secureVipAddress", vip))), headers);
    }

    /** To write thousands of instances takes longer than the threads have that carry the streams. */
    private static <T> Mono<T> elsewhere(Callable<T> writing) {
        return Mono.fromCallable(writing).subscribeOn(Schedulers.parallel());
    }

    private Catalog catalog() {
        return registry.listing().catalog();
    }

    private List<Instance> listed(Predicate<Instance> wanted) {
        return EurekaDocuments.everything(catalog()).stream().filter(wanted).toList();
    }

    private static boolean isNamed(Instance instance, String member, String vip) {
        String names = EurekaExtras.of(instance.registration()).path(member).asString();
        return Arrays.stream(names.split(",")).anyMatch(name -> name.strip().equalsIgnoreCase(vip));
    }

    private static ResponseEntity<byte[]> answer(@Nullable ObjectNode document, HttpHeaders headers) {
        return document == null
                ? ResponseEntity.notFound().build()
                : new EurekaAnswer(EurekaFormat.accepted(headers), document).to(headers);
    }
}
