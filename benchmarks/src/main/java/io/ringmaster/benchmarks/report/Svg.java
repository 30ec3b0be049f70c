package io.ringmaster.benchmarks.report;

import java.util.Locale;

/** A picture for light and dark pages. Colours are classes: {@code c0} is ours, {@code c1} to {@code c3} are the others'. */
final class Svg {

    private static final String STYLE = """
            text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
            .title{font-size:16px;font-weight:600}.soft{fill:#59636e}
            .page{fill:#ffffff}.grid{stroke:#d8dee4;stroke-width:1}
            .line{fill:none;stroke-width:2;stroke-linejoin:round}.own{stroke-width:3.5}.dashed{stroke-dasharray:8 5}.dotted{stroke-dasharray:2 4}.bar{fill:#8c959f}
            .c0{stroke:#0b62d6}.c1{stroke:#c2410c}.c2{stroke:#0f8a5f}.c3{stroke:#8250df}
            .f0{fill:#0b62d6}.f1{fill:#c2410c}.f2{fill:#0f8a5f}.f3{fill:#8250df}
            @media (prefers-color-scheme:dark){
            text{fill:#e6edf3}.soft{fill:#9198a1}.page{fill:#0d1117}.grid{stroke:#2f353d}.bar{fill:#6e7681}
            .c0{stroke:#6cb0ff}.c1{stroke:#ff9a62}.c2{stroke:#4fd1a1}.c3{stroke:#c3a6ff}
            .f0{fill:#6cb0ff}.f1{fill:#ff9a62}.f2{fill:#4fd1a1}.f3{fill:#c3a6ff}
            }
            """;

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String title, String subtitle) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                width,
                height,
                width,
                height));
        text.append("<title>").append(escape(title)).append("</title>\n<style>\n");
        text.append(STYLE).append("</style>\n");
        rect("page", 0, 0, width, height);
        text("title", "start", 16, 26, title);
        text("soft", "start", 16, 46, subtitle);
    }

    Svg text(String style, String anchor, double x, double y, String words) {
        text.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                style,
                anchor,
                x,
                y,
                escape(words)));
        return this;
    }

    Svg rect(String style, double x, double y, double width, double height) {
        text.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
                style,
                x,
                y,
                width,
                height));
        return this;
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        text.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style,
                x1,
                y1,
                x2,
                y2));
        return this;
    }

    Svg polyline(String style, double[] x, double[] y) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], y[i]));
        }
        text.append("<polyline class=\"").append(style).append("\" points=\"");
        text.append(points.toString().strip()).append("\"/>\n");
        return this;
    }

    Svg dot(String style, double x, double y) {
        text.append(
                String.format(Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>%n", style, x, y));
        return this;
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
