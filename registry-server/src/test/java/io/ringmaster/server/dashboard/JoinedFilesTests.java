package io.ringmaster.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

class JoinedFilesTests {

    /** What the page may weigh on its way. */
    private static final int MOST_BYTES = 60_000;

    @TempDir
    private Path directory;

    @Test
    void moduleStandsOnceAndAfterWhatItImports() throws IOException {
        write(
                "words.js",
                "// @ts-check\n/** A word. */\nexport const word = `a`;\nexport async function say() {\n  word;\n}");
        Files.createDirectory(directory.resolve("pages"));
        write("pages/first.js", "import { word } from '../words.js';\nexport class First {\n}");
        write(
                "main.js",
                "import { First } from './pages/first.js';\nimport { say, word } from './words.js';\nsay(First, word);");
        assertThat(joined("main.js")).isEqualTo("""
                const $0 = (() => {
                const word = `a`;
                async function say() {
                word;
                }
                return { word, say };
                })();
                const $1 = (() => {
                const { word } = $0;
                class First {
                }
                return { First };
                })();
                const { First } = $1;
                const { say, word } = $0;
                say(First, word);""");
    }

    @Test
    void sheetHoldsWhatItImports() throws IOException {
        write("ground.css", "/* Ground */\nb { top: 0; }\n");
        write("page.css", "/* All. */\n@import \"ground.css\";\ni {\n  top: 0;\n}\n");
        assertThat(joined("page.css")).isEqualTo("b { top: 0; }\ni {\ntop: 0;\n}");
    }

    @Test
    void otherFilesStayAsTheyAre() throws IOException {
        write("words.js", "/** A word. */\nexport const word = `a`;\n");
        assertThat(joined("words.js")).startsWith("/** A word. */");
    }

    @Test
    void whatCannotBeReadByLineIsRefused() throws IOException {
        write("main.js", "import words from './words.js';");
        assertThatThrownBy(() -> joined("main.js")).hasMessageContaining("cannot be joined: import words");
        write("main.js", "const two = `a\nb`;");
        assertThatThrownBy(() -> joined("main.js")).hasMessageContaining("cannot be joined: const two");
        write("main.js", "export default 1;");
        assertThatThrownBy(() -> joined("main.js")).hasMessageContaining("cannot be joined: export default");
    }

    @Test
    void pageIsSmallOnItsWay() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (String file : new String[] {"index.html", "favicon.svg", "css/page.css", "js/main.js"}) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(sent)) {
                gzip.write(JoinedFiles.joined(new ClassPathResource("static/" + file))
                        .getContentAsByteArray());
            }
        }
        assertThat(sent.size()).isBetween(MOST_BYTES / 2, MOST_BYTES);
    }

    private String joined(String file) throws IOException {
        Resource resource = JoinedFiles.joined(new FileSystemResource(directory.resolve(file)));
        return resource.getContentAsString(StandardCharsets.UTF_8);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }
}
