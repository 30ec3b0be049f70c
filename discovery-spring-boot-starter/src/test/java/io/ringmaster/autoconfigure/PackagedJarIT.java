package io.ringmaster.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What users get is the jar, so what they rely on is looked for there. */
class PackagedJarIT {

    @Test
    void theJarCompletesPropertiesAndConfiguresItself() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            assertThat(text(jar, "META-INF/spring-configuration-metadata.json"))
                    .contains("\"ringmaster.client.servers\"")
                    .contains("Addresses of the registry servers.")
                    .contains("http:\\/\\/localhost:8761");
            assertThat(text(jar, "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"))
                    .contains(RingmasterClientAutoConfiguration.class.getName());
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo("io.ringmaster.starter");
        }
    }

    private static Path jar() throws IOException {
        Path target = Path.of(System.getProperty("basedir", "."), "target");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "discovery-spring-boot-starter-*.jar")) {
            return jars.iterator().next();
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
