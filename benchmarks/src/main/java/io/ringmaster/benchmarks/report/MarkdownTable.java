package io.ringmaster.benchmarks.report;

import java.util.Collections;
import java.util.List;

/** A table of Markdown, line by line. */
final class MarkdownTable {

    private final StringBuilder text = new StringBuilder();

    MarkdownTable(String... head) {
        row(List.of(head));
        row(Collections.nCopies(head.length, "---"));
    }

    MarkdownTable row(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        return this;
    }

    MarkdownTable row(String... cells) {
        return row(List.of(cells));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
