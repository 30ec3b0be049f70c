package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ringmaster.server.RunningRegistry;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates the description of the API. Springdoc finds the operations and the types; what they do not say stands in
 * {@code openapi/words.yaml}; what a member means is taken from the Javadoc of its type; examples are answers that were given.
 */
final class OpenApiGenerator {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String REFERENCE = "#/components/schemas/";

    /** The types behind the schemas, by the name that springdoc gives to them. */
    private static final Map<String, Class<?>> TYPES = new TreeMap<>();

    private final JsonNode words = words();
    private final ObjectNode document;

    /** Bodies of requests and answers, by method, template of the path, and for an answer its status. */
    private final Map<String, JsonNode> examples = new TreeMap<>();

    private OpenApiGenerator(JsonNode generated) {
        this.document = (ObjectNode) generated;
    }

    /**
     * @param exchanges the first of each kind that went well becomes an example
     * @param folder for what the server keeps on disk
     */
    static ObjectNode generate(List<OpenApi.Exchange> exchanges, Path folder) {
        try (RunningRegistry server = RunningRegistry.start(
                TypesConfiguration.class,
                "ringmaster.server.certificates.enabled=true",
                "ringmaster.server.certificates.directory=" + folder,
                "springdoc.api-docs.enabled=true",
                "springdoc.api-docs.path=/generated.json",
                "springdoc.api-docs.version=openapi_3_1",
                "springdoc.paths-to-match=/v1/**,/prometheus/**",
                "springdoc.writer-with-order-by-keys=true")) {
            OpenApiGenerator generator =
                    new OpenApiGenerator(server.get("/generated.json").json());
            exchanges.forEach(generator::takeExamples);
            return generator.complete();
        }
    }

    private void takeExamples(OpenApi.Exchange exchange) {
        // What Eureka's clients send and get is described by Eureka.
        if (exchange.status() >= 300 || exchange.path().startsWith("/eureka/")) {
            return;
        }
        String place = OpenApi.place(document, exchange.method(), exchange.path());
        if (exchange.sent() != null) {
            examples.putIfAbsent(place, JSON.readTree(exchange.sent()));
        }
        if (!exchange.received().isEmpty()) {
            examples.putIfAbsent(place + " " + exchange.status(), steady(JSON.readTree(exchange.received())));
        }
    }

    /** Replaces what differs from run to run. */
    private static JsonNode steady(JsonNode answer) {
        if (answer instanceof ObjectNode object) {
            for (String revision : List.of("revision", "applied")) {
                if (object.has(revision)) {
                    object.put(revision, "k3f9x0a2-1042");
                }
            }
            if (object.has("authorities")) {
                object.put("serial", "5c3f0a2b");
                object.put("certificate", "-----BEGIN CERTIFICATE-----\n…");
                object.put("authorities", "-----BEGIN CERTIFICATE-----\n…");
            }
            if (object.has("self")) {
                object.put("id", "registry-1:8761");
            }
        }
        answer.forEach(OpenApiGenerator::steady);
        return answer;
    }

    @Configuration(proxyBeanMethods = false)
    static class TypesConfiguration {

        @Bean
        ModelConverter typesByName() {
            return new ModelConverter() {
                @Override
                public Schema<?> resolve(
                        AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
                    Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
                    Class<?> raw = Json31.mapper().constructType(type.getType()).getRawClass();
                    if (raw.isRecord() && schema != null) {
                        String name = schema.get$ref() == null
                                ? schema.getName()
                                : schema.get$ref().substring(REFERENCE.length());
                        if (name != null) {
                            TYPES.put(name, raw);
                        }
                    }
                    return schema;
                }
            };
        }
    }

    private ObjectNode complete() {
        for (String member : List.of("openapi", "info", "servers", "security", "tags")) {
            document.set(member, words.get(member));
        }
        ObjectNode components = document.withObject("/components");
        // Of parameters that are listed one by one in words.yaml.
        components.withObject("/schemas").remove("MultiValueMapStringString");
        assertThat(TYPES.keySet()).containsAll(components.at("/schemas").propertyNames());
        components
                .at("/schemas")
                .properties()
                .forEach(schema ->
                        completeType((ObjectNode) schema.getValue(), schema.getKey(), TYPES.get(schema.getKey())));
        JsonNode problem = words.get("problem");
        components.withObject("/schemas").set("Body", problem);
        components.withObject("/securitySchemes/token").put("type", "http").put("scheme", "bearer");
        components.set("examples", JSON.valueToTree(OpenApiErrors.examples()));
        for (Map.Entry<String, JsonNode> path : document.at("/paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String place = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                completeOperation((ObjectNode) operation.getValue(), place);
            }
        }
        requireNoWordsWithoutAnOperation();
        return renamed();
    }

    private void completeOperation(ObjectNode operation, String place) {
        JsonNode said = words.at("/operations").path(place);
        if (said.isMissingNode()) {
            throw new AssertionError("words.yaml says nothing of " + place);
        }
        for (String member : List.of("operationId", "tags", "summary")) {
            operation.set(member, said.get(member));
        }
        if (said.has("parameters")) {
            ArrayNode parameters = operation.putArray("parameters");
            said.get("parameters").forEach(each -> {
                if (each.isArray()) {
                    each.forEach(parameters::add);
                } else {
                    parameters.add(each);
                }
            });
        }
        for (JsonNode parameter : operation.path("parameters")) {
            if (!parameter.has("description")) {
                String name = parameter.get("name").asString();
                JsonNode description = words.at("/parameters").path(name);
                if (description.isMissingNode()) {
                    throw new AssertionError("words.yaml does not describe the parameter '" + name + "' of " + place);
                }
                ((ObjectNode) parameter).set("description", description);
            }
        }
        if (operation.has("requestBody")) {
            example((ObjectNode) operation.at("/requestBody/content/application~1json"), examples.get(place));
        }
        completeAnswers(operation, said, place);
    }

    private void completeAnswers(ObjectNode operation, JsonNode said, String place) {
        JsonNode content = content(operation, place);
        ObjectNode answers = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> answer : said.get("answers").properties()) {
            String status = answer.getKey();
            ObjectNode described = answers.putObject(status);
            described.set("description", answer.getValue());
            if (!status.equals("204") && !status.equals("304")) {
                ObjectNode own = (ObjectNode) content.deepCopy();
                described.set("content", own);
                JsonNode example = examples.getOrDefault(place + " " + status, said.get("example"));
                own.forEach(form -> example((ObjectNode) form, example));
            }
        }
        codesByStatus(operation, said, place)
                .forEach((status, codes) -> answers.putObject(status.toString()).put("$ref", errorAnswer(codes)));
        operation.set("responses", answers);
    }

    /** Describes an answer that is one of these errors, once for all operations that give it, and returns where. */
    private String errorAnswer(List<String> codes) {
        String name = String.join("-or-", codes);
        ObjectNode answer = document.withObject("/components/responses/" + name);
        answer.put("description", String.join(", or ", codes));
        ObjectNode form = answer.withObject("/content").putObject("application/problem+json");
        ObjectNode schema = form.putObject("schema");
        schema.put("$ref", REFERENCE + "Body");
        schema.withObject("/properties/code").set("enum", JSON.valueToTree(codes));
        codes.forEach(
                code -> form.withObject("/examples").putObject(code).put("$ref", "#/components/examples/" + code));
        return "#/components/responses/" + name;
    }

    /** Returns the form of what is answered when all is well. */
    private static JsonNode content(ObjectNode operation, String place) {
        if (place.equals("GET /v1/watch")) {
            return JSON.valueToTree(Map.of("text/event-stream", Map.of("schema", Map.of("type", "string"))));
        }
        for (JsonNode answer : operation.path("responses")) {
            for (JsonNode form : answer.path("content")) {
                ObjectNode content = JSON.createObjectNode();
                content.set("application/json", form);
                return content;
            }
        }
        return JSON.createObjectNode();
    }

    private static Map<Integer, List<String>> codesByStatus(ObjectNode operation, JsonNode said, String place) {
        TreeSet<String> codes = new TreeSet<>(List.of("unauthorized", "forbidden", "too-many-requests", "internal"));
        said.path("errors").forEach(code -> codes.add(code.asString()));
        if (place.contains("{")) {
            codes.add("invalid-name");
            // What a cautious firewall refuses in a path.
            codes.add("invalid-request");
        }
        if (place.startsWith("GET ")) {
            codes.add("not-acceptable");
        }
        if (operation.has("requestBody")) {
            codes.addAll(List.of("invalid-request", "payload-too-large", "unsupported-media-type"));
        }
        Map<Integer, List<String>> byStatus = new TreeMap<>();
        for (String word : codes) {
            ProblemCode code = ProblemCode.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
            byStatus.computeIfAbsent(code.status().value(), status -> new ArrayList<>())
                    .add(word);
        }
        return byStatus;
    }

    private static void example(ObjectNode form, @Nullable JsonNode example) {
        if (example != null) {
            form.set("example", example);
        }
    }

    /** Says which members there always are, which words an enumeration has on the wire, and what each member means. */
    private void completeType(ObjectNode schema, String name, Class<?> type) {
        JsonNode needed = words.at("/bodies").path(name);
        TreeSet<String> required = new TreeSet<>();
        needed.forEach(member -> required.add(member.asString()));
        JavadocOfRecord javadoc = JavadocOfRecord.of(type);
        schema.put("description", javadoc.sentence());
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                completeType(schema, component.getType().getSimpleName(), component.getType());
                schema.path("required").forEach(member -> required.add(member.asString()));
                schema.put("description", javadoc.sentence());
                continue;
            }
            ObjectNode member = (ObjectNode) schema.at("/properties").path(component.getName());
            if (component.getType().isEnum()) {
                member.set(
                        "enum",
                        JSON.valueToTree(Arrays.stream(component.getType().getEnumConstants())
                                .map(Object::toString)
                                .toList()));
            }
            String meaning = javadoc.member(component.getName());
            if (meaning != null) {
                member.put("description", meaning);
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (needed.isMissingNode() && !nullable) {
                required.add(component.getName());
            }
        }
        if (name.equals("Instance")) {
            required.add("status");
        }
        schema.set("required", JSON.valueToTree(required));
    }

    private void requireNoWordsWithoutAnOperation() {
        for (String place : words.at("/operations").propertyNames()) {
            String[] part = place.split(" ");
            if (!document.at("/paths").path(part[1]).has(part[0].toLowerCase(Locale.ROOT))) {
                throw new AssertionError("words.yaml speaks of " + place + ", which there is not.");
            }
        }
    }

    /** Gives types the names that they have outside, and puts everything into an order that does not change. */
    private ObjectNode renamed() {
        ObjectNode schemas = document.withObject("/components/schemas");
        String[] text = {null};
        words.at("/schemas").properties().forEach(name -> {
            JsonNode schema = schemas.remove(name.getKey());
            if (schema == null) {
                throw new AssertionError("words.yaml renames " + name.getKey() + ", which there is not.");
            }
            schemas.set(name.getValue().asString(), schema);
        });
        text[0] = JSON.writeValueAsString(document);
        words.at("/schemas")
                .properties()
                .forEach(name -> text[0] = text[0].replace(
                        "\"" + REFERENCE + name.getKey() + "\"",
                        "\"" + REFERENCE + name.getValue().asString() + "\""));
        ObjectNode renamed = (ObjectNode) JSON.readTree(text[0]);
        Map<String, JsonNode> sorted = new TreeMap<>();
        renamed.at("/components/schemas")
                .properties()
                .forEach(schema -> sorted.put(schema.getKey(), schema.getValue()));
        ((ObjectNode) renamed.get("components")).set("schemas", JSON.valueToTree(new LinkedHashMap<>(sorted)));
        return renamed;
    }

    private static JsonNode words() {
        try (InputStream yaml = OpenApiGenerator.class.getResourceAsStream("/openapi/words.yaml")) {
            return JSON.valueToTree(new Yaml().load(yaml));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
