package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.time.Ticker;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** What a tracer writes into a call reaches the instance that serves it, also the next one when the first fails. */
class TracesIT {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void traceReachesTheNextInstanceWhenTheFirstIsDead() {
        try (TinyServer alive = new TinyServer("alive");
                TinyServer dead = new TinyServer("dead")) {
            dead.close();
            CatalogMirror mirror = MirrorFeed.of(
                            MirrorFeed.up("inventory", alive.id(), alive.port()),
                            MirrorFeed.up("inventory", dead.id(), dead.port()))
                    .mirror();
            try (ConfigurableApplicationContext application = start(mirror)) {
                RestClient rest = application.getBean(RestClient.Builder.class).build();
                WebClient web = application.getBean(WebClient.Builder.class).build();

                assertTracesReach(
                        alive,
                        key -> rest.get()
                                .uri("http://inventory/stock")
                                .attribute(RoutingKey.ATTRIBUTE, key)
                                .retrieve()
                                .body(String.class));
                assertTracesReach(
                        alive,
                        key -> web.get()
                                .uri("http://inventory/stock")
                                .attribute(RoutingKey.ATTRIBUTE, key)
                                .retrieve()
                                .bodyToMono(String.class)
                                .block());
            }
        }
    }

    /** Among ten keys there are some of the dead instance. */
    private static void assertTracesReach(TinyServer alive, Function<String, String> call) {
        for (int i = 0; i < 10; i++) {
            assertThat(call.apply("customer-" + i)).isEqualTo(alive.id());
            assertThat(alive.lastTrace()).isEqualTo(TRACE);
        }
    }

    private static ConfigurableApplicationContext start(CatalogMirror mirror) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> context.getBeanFactory().registerSingleton("mirror", mirror))
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.application.name=orders",
                        "spring.autoconfigure.exclude=" + RoutedCalls.NO_REGISTRY,
                        "spring.cloud.gateway.server.webflux.enabled=false",
                        "ringmaster.client.routing.services.inventory.hash-on=header:X-Customer-Id")
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Ticker ticker() {
            return Ticker.system();
        }

        @Bean
        @LoadBalanced
        RestClient.Builder restClientBuilder(RestClientBuilderConfigurer configurer) {
            return configurer.configure(RestClient.builder());
        }

        @Bean
        @LoadBalanced
        WebClient.Builder webClientBuilder(ObjectProvider<WebClientCustomizer> customizers) {
            WebClient.Builder builder = WebClient.builder();
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder;
        }

        @Bean
        Tracer tracer() {
            return new Tracer();
        }
    }

    /** Does to a call what the handler of a tracing library does. */
    static final class Tracer implements ObservationHandler<SenderContext<Object>> {

        @Override
        public void onStart(SenderContext<Object> call) {
            call.getSetter().set(call.getCarrier(), "traceparent", TRACE);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof SenderContext;
        }
    }
}
