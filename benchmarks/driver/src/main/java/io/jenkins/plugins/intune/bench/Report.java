package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code docs/benchmarks.md}. Each figure has a section between markers, and a run replaces those that it measured: so
 * what needs a Jenkins stays when there is none.
 */
final class Report {

    /** In this order, whatever was measured first. */
    private static final List<String> ORDER = List.of(
            "run",
            "goals",
            "cold",
            "warm",
            "storm",
            "footprint",
            "methods",
            "growth",
            "devices",
            "controllers",
            "log",
            "jenkins",
            "findings");

    private static final Pattern SECTION =
            Pattern.compile("<!-- begin (\\w+) -->\n(.*?)<!-- end \\1 -->\n", Pattern.DOTALL);

    private static final String HEAD = """
        # Benchmarks

        This plugin beside what people would use instead. `bin/bench` measures a section in one go, all of its peers in turns,
        against one stand-in for Entra ID and Microsoft Graph over TLS, and writes this page; nothing here is typed by hand but
        the findings at the end. Timings vary with the machine, so read the ratios.
        """;

    private static final String GOALS = """
        ## Goals

        The SDK is the official Graph SDK, measured over HTTP/2, which it takes where a server offers it, and over HTTP/1.1;
        each goal is held against the better of the two.

        | figure | what | goal | measured | met |
        |---|---|--:|--:|---|
        """;

    private final Path file;
    private final Map<String, String> sections = new LinkedHashMap<>();

    Report(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            Matcher matcher = SECTION.matcher(Files.readString(file));
            while (matcher.find()) {
                sections.put(matcher.group(1), matcher.group(2));
            }
        }
    }

    /** @param stamp stands below the heading */
    void put(String section, String text, String stamp) {
        put(section, text.replaceFirst("\n", "\n\n" + Matcher.quoteReplacement(stamp) + "\n"));
    }

    void put(String section, String text) {
        sections.put(section, "\n" + text.strip() + "\n\n");
    }

    /** Puts what one figure measured into the table of goals. The others' goals are the code's, too; what they measured stays. */
    void goals(List<Figure> figures, Figure measured, List<String> fresh) {
        List<String> before = sections.getOrDefault("goals", "").lines().toList();
        List<String> rows = new ArrayList<>();
        for (Figure figure : figures) {
            if (figure == measured) {
                rows.addAll(fresh);
            } else {
                for (Goal goal : figure.goals()) {
                    String beginning = Goals.beginning(figure.name(), goal);
                    before.stream()
                            .filter(row -> row.startsWith(beginning))
                            .findFirst()
                            .ifPresent(row -> rows.add(Goals.renewed(figure.name(), goal, row)));
                }
            }
        }
        put("goals", GOALS + String.join("\n", rows));
    }

    void write() throws IOException {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        for (String name : ORDER) {
            if (sections.containsKey(name)) {
                text.append("<!-- begin ").append(name).append(" -->\n");
                text.append(sections.get(name));
                text.append("<!-- end ").append(name).append(" -->\n");
            }
        }
        Files.writeString(file, text);
    }
}
