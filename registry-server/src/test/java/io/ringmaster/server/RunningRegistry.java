package io.ringmaster.server;

import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.FakeTicker;
import io.ringmaster.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server on a free port, with a clock that a test moves by hand. */
public final class RunningRegistry implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private RunningRegistry(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts one with these properties, such as {@code "ringmaster.server.settling-time=0s"}. */
    public static RunningRegistry start(String... properties) {
        return start(ForTestsConfiguration.class, properties);
    }

    /** Starts one with further beans. */
    public static RunningRegistry start(Class<?> beans, String... properties) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("server.port", "0");
        arguments.put("ringmaster.server.settling-time", "0s");
        arguments.put("springdoc.api-docs.enabled", "false");
        for (String property : properties) {
            int equals = property.indexOf('=');
            arguments.put(property.substring(0, equals), property.substring(equals + 1));
        }
        return new RunningRegistry(new SpringApplicationBuilder(
                        RegistryServerApplication.class, ForTestsConfiguration.class, beans)
                .run(arguments.entrySet().stream().map(each -> "--" + each).toArray(String[]::new)));
    }

    @Configuration(proxyBeanMethods = false)
    static class ForTestsConfiguration {

        @Bean
        @Primary
        FakeTicker fakeTicker() {
            return new FakeTicker();
        }

        /** Event loops of its own, which it does not take along with those of another one when it closes. */
        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        }
    }

    public int port() {
        return ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
    }

    public FakeTicker clock() {
        return (FakeTicker) context.getBean(Ticker.class);
    }

    public Registry registry() {
        return context.getBean(Registry.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** Starts the way down without waiting for its end. */
    public Thread closeInBackground() {
        Thread thread = new Thread(context::close, "close");
        thread.start();
        return thread;
    }

    /** Sends a request; a header is given as name and value. */
    public Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public Answer send(HttpRequest request) {
        try {
            return new Answer(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    public Answer put(String path, String json) {
        return send("PUT", path, json, "Content-Type", "application/json");
    }

    /** Registers an instance whose registration is to succeed. */
    public Answer register(String service, String id, String json) {
        Answer answer = put("/v1/services/" + service + "/instances/" + id, json);
        if (answer.status() != 200 && answer.status() != 201) {
            throw new AssertionError(answer.body());
        }
        return answer;
    }

    @Override
    public void close() {
        context.close();
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /** Returns the value at a JSON pointer as text, or null. */
        public String at(String pointer) {
            JsonNode node = json().at(pointer);
            return node.isMissingNode() ? null : node.asString();
        }
    }
}
