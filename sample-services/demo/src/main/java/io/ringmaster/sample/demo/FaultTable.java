package io.ringmaster.sample.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The findings as a table, for the terminal and for a page. */
final class FaultTable {

    private static final List<String> HEADINGS =
            List.of("fault", "met", "times", "calls", "failed", "p50", "p99", "max", "promise");

    private FaultTable() {}

    static void show(List<Finding> findings, Terminal terminal) {
        terminal.table(HEADINGS, findings.stream().map(FaultTable::cells).toList());
    }

    /** Returns it as Markdown: the table, then what was seen besides. */
    static String markdown(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + String.join(" | ", HEADINGS) + " |");
        lines.add("| " + HEADINGS.stream().map(heading -> "---").collect(Collectors.joining(" | ")) + " |");
        for (Finding finding : findings) {
            List<String> cells = new ArrayList<>(cells(finding));
            cells.set(0, "`" + finding.fault() + "`: " + finding.event());
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        lines.add("");
        for (Finding finding : findings) {
            for (String remark : remarks(finding)) {
                lines.add("- `" + finding.fault() + "`: " + remark);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /** Returns what a finding says in words: why it was skipped, what was broken, what was seen. */
    static List<String> remarks(Finding finding) {
        List<String> remarks = new ArrayList<>();
        if (finding.skipped() != null) {
            remarks.add("Skipped: " + finding.skipped());
        }
        finding.broken().forEach(broken -> remarks.add("Broken: " + broken));
        remarks.addAll(finding.remarks());
        return remarks;
    }

    private static List<String> cells(Finding finding) {
        boolean none = finding.skipped() != null;
        return List.of(
                finding.fault(),
                finding.verdict(),
                none ? "" : Integer.toString(finding.repetitions()),
                finding.calls() == 0 ? "" : Integer.toString(finding.calls()),
                finding.calls() == 0 ? "" : Integer.toString(finding.failed()),
                finding.half(),
                finding.p99(),
                finding.max(),
                finding.promise());
    }
}
