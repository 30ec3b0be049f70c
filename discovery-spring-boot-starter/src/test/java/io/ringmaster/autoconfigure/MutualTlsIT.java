package io.ringmaster.autoconfigure;

import static io.ringmaster.client.ClientFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringmaster.certificates.FakeAuthority;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.FakeRegistry;
import io.ringmaster.client.FakeRegistry.Answer;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.time.FakeTicker;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Real applications with real sockets, and certificates of a registry. One property makes it mutual TLS. */
class MutualTlsIT {

    private static FakeRegistry registry;
    private static FakeAuthority authority;
    private static ConfigurableApplicationContext inventory;
    private static ConfigurableApplicationContext pricing;
    private static ConfigurableApplicationContext orders;
    private static ConfigurableApplicationContext stranger;

    /** Every way in which an application calls others. */
    enum Client {
        REST_CLIENT {
            @Override
            String get(ConfigurableApplicationContext from, String uri) {
                return from.getBean(RestClient.Builder.class)
                        .clone()
                        .build()
                        .get()
                        .uri(uri)
                        .retrieve()
                        .body(String.class);
            }
        },
        REST_TEMPLATE {
            @Override
            String get(ConfigurableApplicationContext from, String uri) {
                return from.getBean(RestTemplate.class).getForObject(uri, String.class);
            }
        },
        WEB_CLIENT {
            @Override
            String get(ConfigurableApplicationContext from, String uri) {
                return from.getBean(WebClient.Builder.class)
                        .clone()
                        .build()
                        .get()
                        .uri(uri)
                        .retrieve()
                        .bodyToMono(String.class)
                        .block(Duration.ofSeconds(30));
            }
        };

        abstract String get(ConfigurableApplicationContext from, String uri);
    }

    @BeforeAll
    static void start() {
        registry = new FakeRegistry();
        authority = FakeAuthority.of(registry);
        inventory =
                start("inventory", WebApplicationType.SERVLET, "ringmaster.client.mutual-tls.allowed-callers=orders");
        pricing = start("pricing", WebApplicationType.REACTIVE, "ringmaster.client.mutual-tls.allowed-callers=orders");
        orders = start("orders", WebApplicationType.NONE);
        stranger = start("stranger", WebApplicationType.NONE);
        for (ConfigurableApplicationContext caller : List.of(orders, stranger)) {
            for (String service : List.of("inventory", "pricing")) {
                await().until(() -> mirror(caller).service(service) != null
                        && mirror(caller).service(service).routable().size() == 1);
            }
        }
    }

    @AfterAll
    static void stop() {
        List.of(stranger, orders, pricing, inventory).forEach(ConfigurableApplicationContext::close);
        registry.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoMayCallIsAnswered(Client client) {
        assertThat(client.get(orders, "http://inventory/hello")).isEqualTo("hello from inventory");
        assertThat(client.get(orders, "http://pricing/hello")).isEqualTo("hello from pricing");
    }

    @ParameterizedTest
    @EnumSource
    void anotherServiceIsToldThatItMayNot(Client client) {
        for (String service : List.of("inventory", "pricing")) {
            assertThat(bodyOf(catchThrowable(() -> client.get(stranger, "http://" + service + "/hello"))))
                    .contains("caller-not-allowed", "The service 'stranger'");
        }
    }

    @Test
    void instancesAreRegisteredForCallsByTls() {
        Instance instance = registry.instances("inventory").get(0);
        assertThat(instance.registration().scheme()).isEqualTo("https");
        assertThat(instance.registration().check().path())
                .as("the registry has no certificate to get as far as a path")
                .isNull();
    }

    @Test
    void whoShowsNoCertificateGetsNoFurtherThanTheHandshake() throws Exception {
        for (ConfigurableApplicationContext callee : List.of(inventory, pricing)) {
            SSLContext without = SSLContext.getInstance("TLS");
            without.init(null, new TrustManager[] {new TrustsAnybody()}, null);
            HttpClient client = HttpClient.newBuilder().sslContext(without).build();
            assertThatThrownBy(() ->
                            client.send(HttpRequest.newBuilder(uri(callee)).build(), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoeverElseListensAtTheAddressOfAnInstanceIsNotBelieved() {
        Instance payments = listedAt(port(pricing));
        registry.put(payments);
        try {
            await().until(() -> mirror(orders).service("payments") != null);
            HttpClient client = HttpClient.newBuilder().sslContext(ofBundle()).build();
            assertThatThrownBy(() ->
                            client.send(HttpRequest.newBuilder(uri(pricing)).build(), BodyHandlers.ofString()))
                    .hasMessageContaining("lists 'payments' at this address")
                    .hasMessageContaining("certificate for 'pricing'");
        } finally {
            registry.remove(payments.key());
            await().until(() -> mirror(orders).service("payments").instances().isEmpty());
        }
    }

    @Test
    void whoIsNotListedIsTrustedOnlyIfJavaTrustsHim() {
        Instance instance = registry.instances("inventory").get(0);
        String elsewhere = "https://localhost:" + instance.registration().port() + "/hello";
        HttpClient client = HttpClient.newBuilder().sslContext(ofBundle()).build();
        assertThatThrownBy(() -> client.send(
                        HttpRequest.newBuilder(URI.create(elsewhere)).build(), BodyHandlers.ofString()))
                .hasMessageContaining("certification path");
    }

    @Test
    void serversShowTheNextCertificateWithoutARestartAndClientsGoOn() throws Exception {
        authority.renewAfter(1);
        try (ConfigurableApplicationContext servlet = start("inventory-2", WebApplicationType.SERVLET);
                ConfigurableApplicationContext reactive = start("pricing-2", WebApplicationType.REACTIVE)) {
            for (ConfigurableApplicationContext callee : List.of(servlet, reactive)) {
                X509Certificate first = shown(callee);
                await().until(() -> !shown(callee).equals(first));
            }
        } finally {
            authority.renewAfter(2400);
        }
    }

    @Test
    void withoutACertificateItDoesNotStartAndSaysWhy() {
        authority.refuse(Answer.problem(403, "forbidden", "'late' may not do that."));
        try {
            assertThatThrownBy(() ->
                            start("late", WebApplicationType.SERVLET, "ringmaster.client.mutual-tls.start-timeout=3s"))
                    .rootCause()
                    .hasMessageContaining("'late' may not do that.");
        } finally {
            authority.refuse(null);
        }
    }

    @Test
    void aRegistryInPlainTextOverANetworkIsRefused() {
        assertThatThrownBy(
                        () -> start("open", WebApplicationType.NONE, "ringmaster.client.servers=http://192.0.2.1:8761"))
                .rootCause()
                .hasMessageContaining("in plain text at [http://192.0.2.1:8761]");
    }

    @Test
    void whatAnApplicationSetsItselfWins() {
        try (ConfigurableApplicationContext open =
                start("open", WebApplicationType.SERVLET, "server.ssl.enabled=false")) {
            assertThat(open.getEnvironment().getProperty("server.ssl.enabled")).isEqualTo("false");
            await().until(() -> registry.instances("open").size() == 1);
            assertThat(registry.instances("open").get(0).registration().scheme())
                    .isNull();
        }
    }

    private static String bodyOf(Throwable refused) {
        return refused instanceof WebClientResponseException reactive
                ? reactive.getResponseBodyAsString()
                : ((HttpClientErrorException) refused).getResponseBodyAsString();
    }

    /** Somebody who is listed there since before all others. */
    private static Instance listedAt(int port) {
        Registration claim = new Registration(
                "payments", "payments-1", "https", "127.0.0.1", port, null, 1, Map.of(), 9, Check.TCP, "session-x", 1);
        return new Instance(
                claim, InstanceStatus.UP, null, ObservedHealth.PASSING, null, FakeTicker.START, FakeTicker.START);
    }

    private static CatalogMirror mirror(ConfigurableApplicationContext application) {
        return application.getBean(CatalogMirror.class);
    }

    private static SSLContext ofBundle() {
        return orders.getBean(SslBundles.class).getBundle("ringmaster").createSslContext();
    }

    /** Returns the certificate that a server shows to a connection that is new. */
    private static X509Certificate shown(ConfigurableApplicationContext server) throws Exception {
        String name = server.getEnvironment().getProperty("spring.application.name");
        await().until(() -> mirror(orders).service(name) != null
                && !mirror(orders).service(name).instances().isEmpty());
        try (SSLSocket socket = (SSLSocket) ofBundle().getSocketFactory().createSocket("127.0.0.1", port(server))) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static URI uri(ConfigurableApplicationContext callee) {
        return URI.create("https://127.0.0.1:" + port(callee) + "/hello");
    }

    private static int port(ConfigurableApplicationContext application) {
        return ((WebServerApplicationContext) application).getWebServer().getPort();
    }

    private static ConfigurableApplicationContext start(String name, WebApplicationType type, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.application.name=" + name,
                "spring.cloud.gateway.server.webflux.enabled=" + (type == WebApplicationType.REACTIVE),
                "ringmaster.client.servers=" + registry.url(),
                "ringmaster.client.mutual-tls.enabled=true",
                "ringmaster.client.read-timeout=60s",
                "ringmaster.instance.host=127.0.0.1",
                "ringmaster.instance.drain-delay=10ms"));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(type == WebApplicationType.NONE ? Caller.class : Callee.class)
                .web(type)
                .properties(all.toArray(String[]::new))
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    @Import(OwnEventLoops.class)
    static class Callee {

        private final Environment environment;

        Callee(Environment environment) {
            this.environment = environment;
        }

        @GetMapping("/hello")
        String hello() {
            return "hello from " + environment.getProperty("spring.application.name");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(OwnEventLoops.class)
    static class Caller {

        @Bean
        @LoadBalanced
        RestClient.Builder restClientBuilder(RestClientBuilderConfigurer configurer) {
            return configurer.configure(RestClient.builder());
        }

        @Bean
        @LoadBalanced
        RestTemplate restTemplate(RestTemplateBuilder builder) {
            return builder.build();
        }

        @Bean
        @LoadBalanced
        WebClient.Builder webClientBuilder(ObjectProvider<WebClientCustomizer> customizers) {
            WebClient.Builder builder = WebClient.builder();
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder;
        }
    }

    /** Which an application does not take along from others when it ends. */
    @Configuration(proxyBeanMethods = false)
    static class OwnEventLoops {

        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        }
    }

    /** Looks at nobody's certificate, so that only the other side can refuse. */
    private static final class TrustsAnybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
