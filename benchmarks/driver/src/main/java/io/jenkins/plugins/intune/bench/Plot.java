package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A plot of lines on two axes of the same kind, as SVG: logarithmic with a dot for each value, or linear from zero on. Its
 * colours are of a palette that people with a colour vision deficiency can tell apart, and change with the reader's light or
 * dark scheme.
 */
final class Plot {

    private static final int WIDTH = 740;
    private static final int HEIGHT = 400;
    private static final int LEFT = 76;
    private static final int RIGHT = 206;
    private static final int TOP = 44;
    private static final int BOTTOM = 54;

    private final String title;
    private final String x;
    private final String y;
    private final boolean linear;
    private final Map<String, TreeMap<Double, Double>> lines = new LinkedHashMap<>();

    /** @param x what the axis counts */
    Plot(String title, String x, String y) {
        this(title, x, y, false);
    }

    private Plot(String title, String x, String y, boolean linear) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.linear = linear;
    }

    static Plot linear(String title, String x, String y) {
        return new Plot(title, x, y, true);
    }

    void add(String line, double at, double value) {
        lines.computeIfAbsent(line, key -> new TreeMap<>()).put(at, value);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, svg());
    }

    private String svg() {
        double left = Double.MAX_VALUE;
        double right = 0;
        double low = Double.MAX_VALUE;
        double high = 0;
        for (TreeMap<Double, Double> line : lines.values()) {
            left = Math.min(left, line.firstKey());
            right = Math.max(right, line.lastKey());
            for (double value : line.values()) {
                low = Math.min(low, Math.max(value, 1e-6));
                high = Math.max(high, value);
            }
        }
        Axis across = axis(left, right, LEFT, WIDTH - RIGHT);
        Axis up = axis(low, high, HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">
            <style>
            text { font: 13px system-ui, sans-serif; fill: #24292f }
            .title { font-weight: 600; font-size: 15px }
            .grid { stroke: #d0d7de }
            .line { fill: none; stroke-width: 2.5 }
            .c0 { stroke: #0072b2; fill: #0072b2 } .c1 { stroke: #d55e00; fill: #d55e00 }
            .c2 { stroke: #008060; fill: #008060 } .c3 { stroke: #a0508a; fill: #a0508a }
            .line { fill: none }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .grid { stroke: #3d444d }
            .c0 { stroke: #56b4e9; fill: #56b4e9 } .c1 { stroke: #ff9e4a; fill: #ff9e4a }
            .c2 { stroke: #4fd1a5; fill: #4fd1a5 } .c3 { stroke: #e59ad0; fill: #e59ad0 }
            .line { fill: none }
            }
            </style>
            <text class="title" x="%d" y="24">%s</text>
            """.formatted(WIDTH, HEIGHT, title, LEFT, title));
        for (double tick : across.ticks()) {
            svg.append(line(across.at(tick), HEIGHT - BOTTOM, across.at(tick), TOP));
            svg.append(text(across.at(tick), HEIGHT - BOTTOM + 18, "middle", number(tick)));
        }
        for (double tick : up.ticks()) {
            svg.append(line(LEFT, up.at(tick), WIDTH - RIGHT, up.at(tick)));
            svg.append(text(LEFT - 8, up.at(tick) + 4, "end", number(tick)));
        }
        svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", x));
        svg.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(13 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2,
                y));
        int number = 0;
        for (Map.Entry<String, TreeMap<Double, Double>> entry : lines.entrySet()) {
            svg.append(drawn(entry.getKey(), entry.getValue(), across, up, number++));
        }
        return svg + "</svg>\n";
    }

    private Axis axis(double low, double high, double begin, double end) {
        return linear ? LinearAxis.to(high, begin, end) : LogarithmicAxis.of(low, high, begin, end);
    }

    private String drawn(String name, TreeMap<Double, Double> values, Axis across, Axis up, int number) {
        StringBuilder points = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        values.forEach((at, value) -> {
            double left = across.at(at);
            double top = up.at(value);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", left, top));
            if (!linear) {
                dots.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>%n",
                        number % 4,
                        left,
                        top));
            }
        });
        int row = TOP + 14 + 22 * number;
        return "<polyline class=\"c" + number % 4 + " line\" points=\""
                + points.toString().strip() + "\"/>\n" + dots
                + "<circle class=\"c" + number % 4 + "\" cx=\"" + (WIDTH - RIGHT + 16) + "\" cy=\"" + (row - 4)
                + "\" r=\"5\"/>\n" + text(WIDTH - RIGHT + 28, row, "start", name);
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
    }

    private static String number(double value) {
        return value >= 1 || value == 0 ? String.format(Locale.ROOT, "%,.0f", value) : String.valueOf((float) value);
    }

    /** From values to points. */
    private interface Axis {

        double at(double value);

        List<Double> ticks();
    }

    private record LogarithmicAxis(double first, double last, double begin, double end) implements Axis {

        static Axis of(double low, double high, double begin, double end) {
            double first = Math.pow(10, Math.floor(Math.log10(low)));
            double last = Math.pow(10, Math.max(Math.ceil(Math.log10(high)), Math.log10(first) + 1));
            return new LogarithmicAxis(first, last, begin, end);
        }

        @Override
        public double at(double value) {
            double part = Math.log10(Math.max(value, first) / first) / Math.log10(last / first);
            return begin + part * (end - begin);
        }

        @Override
        public List<Double> ticks() {
            return Stream.iterate(first, tick -> tick <= last * 1.001, tick -> tick * 10)
                    .toList();
        }
    }

    private record LinearAxis(double step, double last, double begin, double end) implements Axis {

        static Axis to(double high, double begin, double end) {
            double magnitude = Math.pow(10, Math.floor(Math.log10(high)));
            double step = high / magnitude > 4 ? magnitude : magnitude / (high / magnitude > 2 ? 2 : 5);
            return new LinearAxis(step, Math.ceil(high / step) * step, begin, end);
        }

        @Override
        public double at(double value) {
            return begin + value / last * (end - begin);
        }

        @Override
        public List<Double> ticks() {
            return Stream.iterate(0.0, tick -> tick <= last * 1.001, tick -> tick + step)
                    .toList();
        }
    }
}
