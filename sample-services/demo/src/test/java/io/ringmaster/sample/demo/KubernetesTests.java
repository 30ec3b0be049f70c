package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The manifests for Kubernetes say what the registry needs and what docs/OPERATING.md promises. */
class KubernetesTests {

    private static final Path HOME = Path.of("..", "..");
    private static final Path MANIFESTS = HOME.resolve("deploy/kubernetes/ringmaster.yaml");
    private static final Path METADATA =
            HOME.resolve("registry-server/target/classes/META-INF/spring-configuration-metadata.json");

    private static final Map<String, JsonNode> BY_NAME = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Reader yaml = Files.newBufferedReader(MANIFESTS)) {
            for (Object manifest : new Yaml().loadAll(yaml)) {
                JsonNode json = JsonMapper.shared().valueToTree(manifest);
                BY_NAME.put(
                        json.at("/kind").asString() + "/"
                                + json.at("/metadata/name").asString(),
                        json);
            }
        }
    }

    /** By the classes that the Kubernetes project generates from its schema; a field that is not in it is an error. */
    @Test
    void everyManifestFollowsTheSchemaOfKubernetes() throws ReflectiveOperationException {
        for (JsonNode manifest : BY_NAME.values()) {
            schemaOf(manifest).invoke(null, JsonParser.parseString(manifest.toString()));
        }
        ObjectNode wrong = (ObjectNode) BY_NAME.get("StatefulSet/ringmaster").deepCopy();
        ((ObjectNode) wrong.at("/spec/template/spec")).put("containerz", 1);
        assertThatThrownBy(() -> schemaOf(wrong).invoke(null, JsonParser.parseString(wrong.toString())))
                .hasStackTraceContaining("containerz");
    }

    private static Method schemaOf(JsonNode manifest) throws ReflectiveOperationException {
        return Class.forName("io.kubernetes.client.openapi.models.V1"
                        + manifest.at("/kind").asString())
                .getMethod("validateJsonElement", JsonElement.class);
    }

    @Test
    void nothingGivesRightsInTheCluster() {
        assertThat(BY_NAME.keySet())
                .containsExactly(
                        "NetworkPolicy/ringmaster",
                        "PodDisruptionBudget/ringmaster",
                        "Service/ringmaster",
                        "Service/ringmaster-nodes",
                        "StatefulSet/ringmaster");
        assertThat(pod().at("/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container().at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
    }

    @Test
    void threeNodesFindEachOtherBeforeTheyAreReady() {
        JsonNode set = BY_NAME.get("StatefulSet/ringmaster").at("/spec");
        JsonNode nodes = BY_NAME.get("Service/ringmaster-nodes").at("/spec");
        assertThat(set.at("/replicas").asInt()).isEqualTo(3);
        assertThat(set.at("/serviceName").asString()).isEqualTo("ringmaster-nodes");
        assertThat(set.at("/podManagementPolicy").asString()).isEqualTo("Parallel");
        assertThat(nodes.at("/clusterIP").asString()).isEqualTo("None");
        assertThat(nodes.at("/publishNotReadyAddresses").asBoolean()).isTrue();
        assertThat(environment())
                .containsEntry("ringmaster.server.cluster.nodes", "dns:ringmaster-nodes")
                .containsEntry("ringmaster.server.cluster.bind-address", "status.podIP");
        assertThat(BY_NAME.get("PodDisruptionBudget/ringmaster")
                        .at("/spec/maxUnavailable")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void everybodyMeansTheSamePods() {
        JsonNode labels = BY_NAME.get("StatefulSet/ringmaster").at("/spec/template/metadata/labels");
        assertThat(labels.isEmpty()).isFalse();
        assertThat(List.of(
                        BY_NAME.get("Service/ringmaster").at("/spec/selector"),
                        BY_NAME.get("Service/ringmaster-nodes").at("/spec/selector"),
                        BY_NAME.get("PodDisruptionBudget/ringmaster").at("/spec/selector/matchLabels"),
                        BY_NAME.get("NetworkPolicy/ringmaster").at("/spec/podSelector/matchLabels"),
                        BY_NAME.get("NetworkPolicy/ringmaster").at("/spec/ingress/1/from/0/podSelector/matchLabels"),
                        BY_NAME.get("StatefulSet/ringmaster").at("/spec/selector/matchLabels")))
                .containsOnly(labels);
    }

    @Test
    void portsAndSettingsAreThoseOfTheRegistry() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        JsonMapper.shared()
                .readTree(Files.readString(METADATA))
                .at("/properties")
                .forEach(property -> defaults.put(
                        property.at("/name").asString(),
                        property.at("/defaultValue").asString("")));
        int cluster = Integer.parseInt(defaults.get("ringmaster.server.cluster.port"));

        assertThat(defaults).containsKeys(environment().keySet().toArray(String[]::new));
        assertThat(ports(container().at("/ports"), "containerPort")).containsExactly(8761, cluster);
        assertThat(ports(BY_NAME.get("Service/ringmaster-nodes").at("/spec/ports"), "port"))
                .containsExactly(8761, cluster);
        assertThat(ports(BY_NAME.get("NetworkPolicy/ringmaster").at("/spec/ingress/0/ports"), "port"))
                .containsExactly(8761);
        assertThat(ports(BY_NAME.get("NetworkPolicy/ringmaster").at("/spec/ingress/1/ports"), "port"))
                .containsExactly(cluster);
    }

    @Test
    void probesAskWhatOperatingNames() {
        assertThat(container().at("/startupProbe/httpGet/path").asString()).isEqualTo("/actuator/health/liveness");
        assertThat(container().at("/livenessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/liveness");
        assertThat(container().at("/readinessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/readiness");
    }

    private static JsonNode pod() {
        return BY_NAME.get("StatefulSet/ringmaster").at("/spec/template/spec");
    }

    private static JsonNode container() {
        return pod().at("/containers/0");
    }

    /** Returns what is set, by the names of the properties; where it comes from a field of the pod, that field. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode variable : container().at("/env")) {
            environment.put(
                    property(variable.at("/name").asString()),
                    variable.at("/value")
                            .asString(
                                    variable.at("/valueFrom/fieldRef/fieldPath").asString("")));
        }
        return environment;
    }

    /** The one name with a hyphen is written out, because an environment variable has none for it. */
    private static String property(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.').replace("bind.address", "bind-address");
    }

    private static List<Integer> ports(JsonNode list, String member) {
        List<Integer> ports = new ArrayList<>();
        list.forEach(port -> ports.add(port.at("/" + member).asInt()));
        return ports;
    }
}
