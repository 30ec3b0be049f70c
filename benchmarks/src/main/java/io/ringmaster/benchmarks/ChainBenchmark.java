package io.ringmaster.benchmarks;

import io.ringmaster.benchmarks.rivals.Keys;
import io.ringmaster.loadbalancer.CallTracking;
import io.ringmaster.model.Instance;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;

/**
 * One choice by Spring Cloud LoadBalancer for a call of HTTP: the request goes in, an instance comes out, and the caller
 * waits for it as a blocking client does. What the client does around it is left out.
 */
@State(Scope.Thread)
public class ChainBenchmark {

    /** What is asked, and with which request. */
    public enum Chain {
        RINGMASTER_KEY,
        /** With a bound on the load, which nothing reaches here. */
        RINGMASTER_KEY_BOUNDED,
        RINGMASTER_NO_KEY,
        ROUND_ROBIN,
        ROUND_ROBIN_CACHED,
        RANDOM,
        STICKY
    }

    private static final int REQUESTS = 1024;

    @Param
    Chain chain = Chain.ROUND_ROBIN;

    @Param("50")
    int size;

    private List<Request<RequestDataContext>> requests = List.of();
    private @Nullable ReactiveLoadBalancer<ServiceInstance> loadBalancer;
    private @Nullable CallTracking tracking;
    private int turn;

    @Setup
    public void build() {
        List<Instance> instances = Chains.instances(size);
        switch (chain) {
            case RINGMASTER_KEY, RINGMASTER_NO_KEY -> take(Chains.ringmaster(instances, "0"));
            case RINGMASTER_KEY_BOUNDED -> take(Chains.ringmaster(instances, "1.25"));
            case ROUND_ROBIN -> loadBalancer = Chains.roundRobin(Chains.fixed(instances));
            case ROUND_ROBIN_CACHED -> loadBalancer = Chains.roundRobin(Chains.cached(instances));
            case RANDOM -> loadBalancer = Chains.random(Chains.fixed(instances));
            case STICKY -> loadBalancer = Chains.roundRobin(Chains.sticky(instances));
        }
        String[] keys = Keys.text(REQUESTS);
        requests = IntStream.range(0, REQUESTS)
                .mapToObj(i -> request(keys[i], instances.get(i % size).id()))
                .toList();
    }

    private void take(Chains.Ours ours) {
        loadBalancer = ours.balancer();
        tracking = ours.tracking();
    }

    @Benchmark
    public @Nullable Response<ServiceInstance> choose() {
        return choose(next());
    }

    /** A choice, and the counting of the call that it was for, which is of ours alone. */
    @Benchmark
    @SuppressWarnings("unchecked")
    public void followed() {
        Request<RequestDataContext> request = next();
        Response<ServiceInstance> response = choose(request);
        if (response != null && tracking != null) {
            Request<Object> started = (Request<Object>) (Request<?>) request;
            tracking.onStartRequest(started, response);
            tracking.onComplete(new CompletionContext<>(CompletionContext.Status.SUCCESS, started, response));
        }
    }

    private @Nullable Response<ServiceInstance> choose(Request<RequestDataContext> request) {
        return loadBalancer == null
                ? null
                : Mono.from(loadBalancer.choose(request)).block();
    }

    private Request<RequestDataContext> next() {
        turn = (turn + 1) % REQUESTS;
        return requests.get(turn);
    }

    private Request<RequestDataContext> request(String key, String instance) {
        HttpHeaders headers = new HttpHeaders();
        headers.add(HttpHeaders.ACCEPT, "application/json");
        headers.add(HttpHeaders.USER_AGENT, "benchmark");
        headers.add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        MultiValueMap<String, String> cookies = new LinkedMultiValueMap<>();
        if (chain == Chain.RINGMASTER_KEY || chain == Chain.RINGMASTER_KEY_BOUNDED) {
            headers.add(Chains.KEY_HEADER, key);
        }
        if (chain == Chain.STICKY) {
            cookies.add("sc-lb-instance-id", instance);
        }
        RequestData data = new RequestData(
                HttpMethod.GET, URI.create("http://" + Chains.SERVICE + "/stock/1"), headers, cookies, Map.of());
        return new DefaultRequest<>(new RequestDataContext(data));
    }
}
