package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsTests {

    @TempDir
    private Path home;

    @TempDir
    private Path temporary;

    private Path original;

    @BeforeEach
    void build() throws IOException {
        original = home.resolve("sample-services/orders/target/orders.jar");
        Files.createDirectories(original.getParent());
        Files.writeString(original, "as built");
    }

    @Test
    void buildDoesNotChangeWhatIsStarted() throws IOException {
        try (Jars jars = new Jars(home, temporary)) {
            Path started = jars.of("orders");
            Files.writeString(original, "built again");

            assertThat(jars.of("orders")).isEqualTo(started).hasContent("as built");
        }
    }

    @Test
    void nothingIsLeft() throws IOException {
        try (Jars jars = new Jars(home, temporary)) {
            jars.of("orders");
        }

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void leftoversOfDeadProcessesAreDeletedAndThoseOfLivingOnesAreNot() throws IOException {
        Path ofTheDead = Files.createDirectory(temporary.resolve("ringmaster-jars-999999999-x"));
        Files.writeString(ofTheDead.resolve("orders.jar"), "left");
        Path ofTheLiving = Files.createDirectory(
                temporary.resolve("ringmaster-jars-" + ProcessHandle.current().pid() + "-x"));

        new Jars(home, temporary).close();

        assertThat(ofTheDead).doesNotExist();
        assertThat(ofTheLiving).exists();
    }

    @Test
    void missingJarIsNamedWithWhatToDo() throws IOException {
        try (Jars jars = new Jars(home, temporary)) {
            assertThatThrownBy(() -> jars.of("registry"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("registry-server.jar")
                    .hasMessageContaining("mvn -DskipTests package");
        }
    }
}
