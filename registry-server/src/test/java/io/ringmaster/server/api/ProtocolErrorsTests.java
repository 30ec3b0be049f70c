package io.ringmaster.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProtocolErrorsTests {

    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| (\\d{3}) \\| .*");

    @Test
    void thePageListsEveryCodeWithItsStatusAndNoOther() throws IOException {
        Map<String, Integer> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/PROTOCOL.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), Integer.valueOf(row.group(2)));
            }
        }
        Map<String, Integer> real = Arrays.stream(ProblemCode.values())
                .collect(Collectors.toMap(
                        ProblemCode::word, code -> code.status().value()));
        assertThat(documented).isEqualTo(real);
    }
}
