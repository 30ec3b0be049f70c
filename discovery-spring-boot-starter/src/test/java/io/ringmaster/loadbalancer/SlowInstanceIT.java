package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/**
 * One of four instances becomes ten times slower, while 32 calls with keys are always in flight. The times are those of a
 * slow network, so that what the machine adds hardly counts, and only compared with each other.
 */
class SlowInstanceIT {

    private static final Duration HEALTHY = Duration.ofMillis(50);
    private static final Duration SLOW = Duration.ofMillis(500);
    private static final int IN_FLIGHT = 32;
    private static final int WARM_UP = 500;
    private static final int HEALTHY_CALLS = 1_500;
    private static final int CALLS = 4_000;

    private final List<TinyServer> servers =
            IntStream.range(0, 4).mapToObj(i -> new TinyServer("i" + i)).toList();
    private final MirrorFeed feed = MirrorFeed.of(servers.stream()
            .map(server -> MirrorFeed.up("inventory", server.id(), server.port()))
            .toArray(io.ringmaster.model.Instance[]::new));

    @AfterEach
    void stop() {
        servers.forEach(TinyServer::close);
    }

    @Test
    void withBoundedLoadHardlyACallNoticesAndWithoutItManyDo() {
        Outcome bounded = run("1.25");
        Outcome unbounded = run("0");
        System.out.println("SlowInstanceIT: bounded " + bounded + ", unbounded " + unbounded);
        assertThat(bounded.p99Nanos()).isLessThan(2 * bounded.healthyP99Nanos());
        assertThat(bounded.partOfSlow()).isLessThan(0.01);
        assertThat(unbounded.p99Nanos()).isGreaterThan(2 * unbounded.healthyP99Nanos());
    }

    private record Outcome(long healthyP99Nanos, long p99Nanos, double partOfSlow) {

        @Override
        public String toString() {
            return "p99 " + healthyP99Nanos / 1_000_000 + " ms, with the slow one " + p99Nanos / 1_000_000 + " ms, "
                    + partOfSlow * 100 + " % of the calls at it";
        }
    }

    private Outcome run(String bound) {
        servers.forEach(server -> server.answersAfter(HEALTHY));
        try (ConfigurableApplicationContext caller = new SpringApplicationBuilder(Caller.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> ((org.springframework.context.support.GenericApplicationContext) context)
                        .registerBean(CatalogMirror.class, feed::mirror))
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.application.name=orders",
                        "spring.autoconfigure.exclude=" + RoutedCalls.NO_REGISTRY,
                        "spring.cloud.gateway.server.webflux.enabled=false",
                        "ringmaster.client.routing.hash-on=header:Key",
                        "ringmaster.client.routing.bounded-load=" + bound)
                .run()) {
            WebClient client = caller.getBean(WebClient.Builder.class).build();
            call(client, WARM_UP);
            long healthy = p99(call(client, HEALTHY_CALLS));
            servers.get(0).answersAfter(SLOW);
            int before = servers.get(0).hits();
            long p99 = p99(call(client, CALLS));
            return new Outcome(healthy, p99, (servers.get(0).hits() - before) / (double) CALLS);
        }
    }

    /** Returns how long each call took, in nanoseconds. */
    private static List<Long> call(WebClient client, int calls) {
        Ticker ticker = Ticker.system();
        return Flux.range(0, calls)
                .flatMap(
                        i -> {
                            long start = ticker.nanos();
                            return client.get()
                                    .uri("http://inventory/stock")
                                    .header("Key", "customer-" + i)
                                    .retrieve()
                                    .bodyToMono(String.class)
                                    .map(answer -> ticker.nanos() - start);
                        },
                        IN_FLIGHT)
                .collectList()
                .block();
    }

    private static long p99(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        sorted.sort(null);
        return sorted.get(sorted.size() * 99 / 100);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Caller {

        @Bean
        Ticker ticker() {
            return Ticker.system();
        }

        @Bean
        @LoadBalanced
        WebClient.Builder webClientBuilder() {
            return WebClient.builder();
        }
    }
}
