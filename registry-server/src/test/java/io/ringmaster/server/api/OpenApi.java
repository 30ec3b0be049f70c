package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API that the registry serves, and whether what it does is as described. */
public final class OpenApi {

    private static final Path FILE = Path.of("src/main/resources/openapi.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final ObjectNode document;

    private OpenApi(ObjectNode document) {
        this.document = document;
    }

    /**
     * A request and its answer.
     *
     * @param sent the body of the request, or null
     * @param received the body of the answer; empty if it has none
     */
    public record Exchange(
            String method, String path, @Nullable String sent, int status, String received) {}

    /** Returns the description that is served. */
    public static OpenApi served() {
        try {
            return new OpenApi((ObjectNode) JSON.readTree(Files.readString(FILE)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Requires that the served description is what the code and these exchanges, as examples, give. With {@code
     * -Ddocs.update=true} it is written anew.
     */
    public static void requireCurrent(List<Exchange> exchanges, Path folder) throws IOException {
        String generated = JSON.writeValueAsString(OpenApiGenerator.generate(exchanges, folder)) + "\n";
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(FILE, generated);
        }
        assertThat(FILE).content().isEqualTo(generated);
    }

    /** Requires that these exchanges are such as the description allows; it says nothing of what there is not. */
    public void requireAllowed(List<Exchange> exchanges) {
        exchanges.stream()
                .filter(exchange -> find(document, exchange.method(), exchange.path()) != null)
                .forEach(this::requireAllowed);
    }

    private void requireAllowed(Exchange exchange) {
        String where =
                exchange.method() + " " + exchange.path() + " answers " + exchange.status() + " " + exchange.received();
        JsonNode operation = operation(exchange);
        if (exchange.sent() != null && exchange.status() < 300) {
            assertValid(where, operation.at("/requestBody/content/application~1json/schema"), exchange.sent());
        }
        JsonNode answer = operation.path("responses").path(Integer.toString(exchange.status()));
        assertThat(answer.isMissingNode())
                .as(where + ", which is not described")
                .isFalse();
        if (answer.has("$ref")) {
            answer = document.at(answer.get("$ref").asString().substring(1));
        }
        if (answer.has("content")) {
            JsonNode form = answer.path("content").iterator().next();
            assertValid(where, form.path("schema"), exchange.received());
        } else {
            assertThat(exchange.received()).as(where).isEmpty();
        }
    }

    private void assertValid(String where, JsonNode schema, String body) {
        ObjectNode whole = (ObjectNode) schema.deepCopy();
        whole.set("components", document.get("components"));
        List<Error> errors = SCHEMAS.getSchema(whole).validate(JSON.readTree(body));
        assertThat(errors).as(where).isEmpty();
    }

    private JsonNode operation(Exchange exchange) {
        String[] place = place(document, exchange.method(), exchange.path()).split(" ");
        return document.at("/paths").path(place[1]).path(place[0].toLowerCase(Locale.ROOT));
    }

    /** Returns the method and the template of the path of a request. */
    static String place(JsonNode document, String method, String path) {
        String place = find(document, method, path);
        if (place == null) {
            throw new AssertionError(method + " " + path + " is not described");
        }
        return place;
    }

    private static @Nullable String find(JsonNode document, String method, String path) {
        String bare = path.replaceAll("\\?.*", "");
        for (Map.Entry<String, JsonNode> template : document.at("/paths").properties()) {
            if (bare.matches(template.getKey().replaceAll("\\{[^}]*}", "[^/]+"))
                    && template.getValue().has(method.toLowerCase(Locale.ROOT))) {
                return method + " " + template.getKey();
            }
        }
        return null;
    }
}
