package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays the stories in {@code src/test/resources/registry/scenarios}: a headline, then commands, four dashes, and what the
 * registry says to them. After a wanted change of behaviour, {@code -Dscenarios.update=true} writes what it says now; read
 * the difference before you commit it. The idea and the form are etcd raft's {@code testdata}.
 */
class ScenarioTests {

    private static final Path FOLDER = Path.of("src/test/resources/registry/scenarios");
    private static final boolean UPDATE = Boolean.getBoolean("scenarios.update");

    @TestFactory
    Stream<DynamicTest> theRegistryDoesWhatTheStoryTells() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(FOLDER)) {
            files = found.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
    }

    private static void play(Path file) throws IOException {
        String written = Files.readString(file);
        String told = retell(written);
        if (UPDATE) {
            Files.writeString(file, told);
        } else {
            assertThat(told).as("%s (-Dscenarios.update=true accepts it)", file).isEqualTo(written);
        }
    }

    /** Returns the same story with what the registry says now. */
    private static String retell(String story) {
        Scenario scenario = new Scenario();
        StringBuilder told = new StringBuilder();
        List<String> answers = new ArrayList<>();
        boolean inAnswers = false;
        for (String line : story.split("\n", -1)) {
            if (line.equals("----")) {
                inAnswers = true;
                told.append(line).append('\n');
                answers.forEach(answer -> told.append(answer).append('\n'));
                answers.clear();
            } else if (line.isEmpty()) {
                inAnswers = false;
                told.append('\n');
            } else if (!inAnswers) {
                told.append(line).append('\n');
                if (!line.startsWith("#")) {
                    answers.addAll(scenario.run(line));
                }
            }
        }
        assertThat(answers).as("commands without '----' after them").isEmpty();
        return told.toString().stripTrailing() + "\n";
    }
}
