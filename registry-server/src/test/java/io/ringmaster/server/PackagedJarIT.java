package io.ringmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is in the one file that people run. */
class PackagedJarIT {

    private static final String CLASSES = "BOOT-INF/classes/";

    @Test
    void listsWhatItIsMadeOf() throws IOException {
        try (JarFile jar = jar();
                InputStream sbom = open(jar, "META-INF/sbom/application.cdx.json")) {
            JsonNode json = new JsonMapper().readTree(sbom);
            assertThat(json.at("/bomFormat").asString()).isEqualTo("CycloneDX");
            assertThat(json.at("/metadata/component/name").asString()).isEqualTo("registry-server");
            assertThat(json.at("/components"))
                    .anySatisfy(component ->
                            assertThat(component.at("/name").asString()).isEqualTo("discovery-core"));
        }
    }

    @Test
    void saysWhichBuildItIs() throws IOException {
        try (JarFile jar = jar();
                InputStream build = open(jar, "META-INF/build-info.properties")) {
            Properties properties = new Properties();
            properties.load(build);
            assertThat(properties).containsEntry("build.artifact", "registry-server");
            assertThat(jar.getEntry(CLASSES + "git.properties")).isNotNull();
        }
    }

    @Test
    void describesItsPropertiesAndHoldsNoTestsAndNoRemoteTools() throws IOException {
        try (JarFile jar = jar();
                InputStream metadata = open(jar, "META-INF/spring-configuration-metadata.json")) {
            assertThat(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("ringmaster.server.token");
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> name.matches(".*(junit|assertj|archunit|devtools|configuration-processor).*"));
        }
    }

    @Test
    void makesATokenInsteadOfStarting() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-jar", "target/registry-server.jar", "token", "shop")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed)
                .containsPattern("(?m)^ringmaster.client.token=rmt_[A-Za-z0-9_-]{43}$")
                .containsPattern("(?m)^ringmaster.server.identities.shop.tokens=sha256:[0-9a-f]{64}$");
    }

    private static JarFile jar() throws IOException {
        return new JarFile("target/registry-server.jar");
    }

    private static InputStream open(JarFile jar, String inClassesOrRoot) throws IOException {
        var entry = jar.getEntry(CLASSES + inClassesOrRoot);
        return jar.getInputStream(entry == null ? jar.getEntry(inClassesOrRoot) : entry);
    }
}
