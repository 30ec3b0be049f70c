package io.ringmaster.server.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the source says of a record and its components. */
record JavadocOfRecord(String sentence, Map<String, String> members) {

    private static final List<Path> SOURCES =
            List.of(Path.of("src", "main", "java"), Path.of("..", "discovery-core", "src", "main", "java"));
    private static final Pattern MEMBER = Pattern.compile("@param (\\w+) (.*?)(?=@param|$)");

    static JavadocOfRecord of(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getDeclaringClass() != null) {
            outermost = outermost.getDeclaringClass();
        }
        Matcher comment = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:public |private |static )*record " + type.getSimpleName()
                                + "\\b",
                        Pattern.DOTALL)
                .matcher(source(outermost));
        if (!comment.find()) {
            throw new AssertionError(type + " has no Javadoc");
        }
        String text = comment.group(1)
                .replaceAll("\\s*\n\\s*\\*", " ")
                .replaceAll("\\{@\\w+ #?([^}]*)}", "$1")
                .replaceAll("</?p>", "")
                .replaceAll("\\s+", " ")
                // What is null here is not on the wire.
                .replaceAll("\\bnull\\b", "left out")
                .strip();
        Map<String, String> members = new TreeMap<>();
        MEMBER.matcher(text)
                .results()
                .forEach(member -> members.put(member.group(1), member.group(2).strip()));
        return new JavadocOfRecord(text.replaceAll("\\s*@param.*", ""), members);
    }

    @Nullable
    String member(String name) {
        return members.get(name);
    }

    private static String source(Class<?> outermost) {
        String file = outermost.getName().replace('.', '/') + ".java";
        for (Path root : SOURCES) {
            Path source = root.resolve(file);
            if (Files.exists(source)) {
                try {
                    return Files.readString(source);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("There is no " + file);
    }
}
