package io.ringmaster.loadbalancer;

import io.ringmaster.model.Instance;
import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import reactor.core.publisher.Flux;

/**
 * One instance that may be called, ready to be returned.
 *
 * @param source what the registry lists
 * @param instance what Spring Cloud sees
 * @param traffic its calls
 * @param list of only this instance
 * @param flux emits that list
 */
record Choice(
        Instance source,
        ServiceInstance instance,
        InstanceTraffic traffic,
        List<ServiceInstance> list,
        Flux<List<ServiceInstance>> flux) {

    static Choice of(Instance source, ServiceInstance instance, InstanceTraffic traffic) {
        List<ServiceInstance> list = List.of(instance);
        return new Choice(source, instance, traffic, list, Flux.just(list));
    }

    /** Whether it is the instance with that id, or else the one at that address. */
    boolean isAt(String host, int port) {
        return instance.getPort() == port && instance.getHost().equalsIgnoreCase(host);
    }
}
