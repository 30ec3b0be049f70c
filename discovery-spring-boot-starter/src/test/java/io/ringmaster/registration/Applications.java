package io.ringmaster.registration;

import io.ringmaster.client.FakeRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts real applications and calls them as a client would. */
final class Applications {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Applications() {}

    static ConfigurableApplicationContext start(
            WebApplicationType type, String registry, Class<?> application, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.application.name=orders",
                "spring.cloud.gateway.server.webflux.enabled=" + (type == WebApplicationType.REACTIVE),
                "ringmaster.client.servers=" + registry,
                "ringmaster.client.initial-sync-timeout=60s",
                "ringmaster.client.connect-timeout=60s",
                "ringmaster.client.read-timeout=60s",
                "ringmaster.instance.drain-delay=10ms"));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(application)
                .web(type)
                .properties(all.toArray(String[]::new))
                .run();
    }

    static ConfigurableApplicationContext start(
            WebApplicationType type, FakeRegistry registry, Class<?> application, String... properties) {
        return start(type, registry.url(), application, properties);
    }

    static int port(ApplicationContext application) {
        return ((WebServerApplicationContext) application).getWebServer().getPort();
    }

    /** Returns the status of the answer, or -1 when nobody accepts the connection. */
    static int get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (java.net.ConnectException refused) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
