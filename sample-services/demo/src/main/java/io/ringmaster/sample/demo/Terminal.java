package io.ringmaster.sample.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the story: up to 100 columns, colours only where asked for, and block characters only where the terminal has
 * them. Any thread may write.
 */
final class Terminal {

    private static final int WIDTH = 100;
    private static final int BAR = 36;

    private final PrintStream out;
    private final boolean color;
    private final boolean blocks;

    /** Guarded by this. */
    private boolean finished;

    Terminal(PrintStream out, Charset charset, boolean color) {
        this.out = out;
        this.color = color;
        this.blocks = charset.equals(StandardCharsets.UTF_8);
    }

    /** Returns the terminal of this process. */
    static Terminal standard(boolean color) {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "US-ASCII"));
        Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
        return new Terminal(new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset), charset, color);
    }

    void heading(String text) {
        print("");
        print(styled("1;36", text));
    }

    void line(String format, Object... values) {
        String text = String.format(Locale.ROOT, format, values);
        print(text.isEmpty() ? "" : "   " + cut(text, WIDTH - 3));
    }

    /** Writes a text of any length, broken into lines. */
    void paragraph(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH - 5) {
                line("%s", line);
                line.setLength(0);
                line.append(' ');
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line("%s", line);
    }

    /** Writes a line and nothing after it. */
    synchronized void lastLine(String text) {
        line("");
        line("%s", text);
        finished = true;
    }

    /** Writes what ended the story too early, however long it is. */
    void failure(String text) {
        print(styled("1;31", "The demo ended too early. ") + text);
    }

    /** Writes whether all of it was true. */
    void verdict(Claims claims, Duration took) {
        print("");
        if (claims.broken().isEmpty()) {
            print(styled(
                    "1;32",
                    String.format(Locale.ROOT, "All %d claims held. It took %d s.", claims.count(), took.toSeconds())));
        } else {
            print(styled("1;31", claims.broken().size() + " of " + claims.count() + " claims did not hold:"));
            claims.broken().forEach(claim -> line("- %s", claim));
        }
    }

    void claim(boolean held, String text) {
        String mark = held ? styled("32", blocks ? "✔" : "+") : styled("1;31", blocks ? "✘ NOT TRUE:" : "! NOT TRUE:");
        print("   " + mark + " " + cut(text, WIDTH - 17));
    }

    /** Writes rows under headings; every row has as many cells as there are headings. */
    void table(List<String> headings, List<List<String>> rows) {
        int[] widths = headings.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        print("   " + styled("2", row(headings, widths)));
        rows.forEach(row -> print("   " + row(row, widths)));
    }

    /** Writes the shares as bars, whose mark is where the ring's own share ends. */
    void bars(Shares shares) {
        double longest = shares.of().stream()
                .mapToDouble(share -> Math.max(share.actual(), share.ideal()))
                .max()
                .orElse(1);
        for (Shares.Share share : shares.of()) {
            line(
                    "%-12s %s %5.1f %% of the calls, %5.1f %% of the ring",
                    share.instance(), bar(share, longest), 100 * share.actual(), 100 * share.ideal());
        }
    }

    /** Writes how many customers moved from where to where. */
    void moves(MovedKeys moved) {
        line("%d of %d customers moved, %d stayed:", moved.count(), moved.count() + moved.stayed(), moved.stayed());
        Map<String, Integer> ways = new TreeMap<>();
        moved.moved().values().forEach(move -> ways.merge(move.from() + " -> " + move.to(), 1, Integer::sum));
        ways.forEach((way, count) -> line("   %3d  %s", count, way));
    }

    private String bar(Shares.Share share, double longest) {
        int full = (int) Math.round(BAR * share.actual() / longest);
        int mark = (int) Math.round(BAR * share.ideal() / longest);
        StringBuilder bar = new StringBuilder();
        for (int i = 1; i <= BAR; i++) {
            bar.append(i == mark ? '|' : i > full ? ' ' : blocks ? '█' : '#');
        }
        return styled("36", bar.toString());
    }

    private synchronized void print(String line) {
        if (!finished) {
            out.println(line);
        }
    }

    private static String row(List<String> cells, int[] widths) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            row.append(String.format("%-" + (widths[i] + 3) + "s", cells.get(i)));
        }
        return cut(row.toString().stripTrailing(), WIDTH - 3);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 3) + "...";
    }

    private String styled(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
