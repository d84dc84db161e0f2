package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.link.Checkout;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README and the pages below {@code docs}: their links lead somewhere, and they leave out nothing that people can set. */
class DocsTest {

    private static final Path ROOT = Checkout.root();
    private static final Path SOURCES = ROOT.resolve("src/main/java/io/jenkins/plugins/intune");

    private static final Path FORMS = ROOT.resolve("src/main/resources/io/jenkins/plugins/intune");

    private static final Pattern LABEL = Pattern.compile("title=\"\\$\\{%([^}]+)}\"");
    private static final Pattern MARKDOWN_LINE = Pattern.compile("\\[\\*\\.md]\\R(?:#.*\\R)*max_line_length = (\\d+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern SETTER = Pattern.compile("@DataBoundSetter\\s+public void set(\\w)(\\w*)\\(");
    /** A column without a name, but for the first one, whose cells name their rows. */
    private static final Pattern NAMELESS =
            Pattern.compile("(?m)^ *\\|[^|\\n]*\\|(?:[^|\\n]+\\|)*? +\\|.*(?=\\R *\\|---)");

    private static final Pattern SYMBOL = Pattern.compile("@Symbol\\(\"(\\w+)\"\\)");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                if (!link.group(1).contains("://") && !leadsSomewhere(page, link.group(1), link.group(2))) {
                    broken.add(ROOT.relativize(page) + ": " + link.group());
                }
            }
        }
        assertEquals("", String.join("\n", broken));
    }

    /** A screen reader says it before each cell. */
    @Test
    void theColumnsOfTablesHaveNames() throws IOException {
        List<String> nameless = new ArrayList<>();
        for (Path page : pages()) {
            NAMELESS.matcher(Files.readString(page))
                    .results()
                    .forEach(table -> nameless.add(ROOT.relativize(page) + ": " + table.group()));
        }
        assertEquals(List.of(), nameless);
    }

    @Test
    void theStepsPageHasAllThatTheStepTakes() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/pipeline.md"));
        List<String> taken = setters("pipeline/RequestRemoteAssistanceStep.java");
        assertTrue(taken.contains("askAgain"), "setters were found");
        assertNamed(page, taken.stream());
        assertNamed(page, RequestReport.NAMES.stream());
        assertNamed(page, Stream.of(Outcome.values()).map(Outcome::id));
    }

    @Test
    void theStepsPageHasAllKindsOfDevice() throws IOException {
        List<String> kinds = new ArrayList<>();
        try (Stream<Path> sources = Files.list(SOURCES.resolve("device"))) {
            for (Path source : sources.toList()) {
                SYMBOL.matcher(Files.readString(source)).results().forEach(symbol -> kinds.add(symbol.group(1) + "("));
            }
        }
        assertTrue(kinds.contains("managedDevice("), "kinds were found");
        String page = Files.readString(ROOT.resolve("docs/pipeline.md"));
        assertEquals(
                List.of(),
                kinds.stream().filter(kind -> !page.contains("| `" + kind)).toList());
    }

    @Test
    void theConfigurationsPageHasAllSettings() throws IOException {
        List<String> settings = setters("settings/IntuneConfiguration.java");
        assertTrue(settings.contains("customCloud"), "setters were found");
        assertNamed(Files.readString(ROOT.resolve("docs/configuration.md")), settings.stream());
    }

    /** Whoever fills in a form finds what a page says of a field. */
    @Test
    void theConfigurationsPageHasTheHostsOfAllClouds() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/configuration.md"));
        for (Cloud cloud : Cloud.values()) {
            cloud.endpoints()
                    .ifPresent(known -> Stream.of(known.graphRoot(), known.authority())
                            .forEach(
                                    root -> assertTrue(page.contains("| `" + root.getHost() + "` |"), root.getHost())));
        }
    }

    @Test
    void thePagesHaveTheLabelsOfTheForms() throws IOException {
        assertLabelled("docs/pipeline.md", "settings/RequestSettings/form.jelly");
        assertLabelled("docs/parameter.md", "parameter/IntuneDeviceParameterDefinition/config.jelly");
        assertLabelled("docs/configuration.md", "settings/IntuneConfiguration/config.jelly");
    }

    private static void assertLabelled(String page, String form) throws IOException {
        String said = Files.readString(ROOT.resolve(page));
        List<String> labels = LABEL.matcher(Files.readString(FORMS.resolve(form)))
                .results()
                .map(label -> label.group(1))
                .toList();
        assertTrue(labels.size() > 4, form);
        assertEquals(
                List.of(),
                labels.stream()
                        .filter(label -> !said.contains("*" + label + "*") && !said.contains("| " + label + " |"))
                        .toList(),
                page);
    }

    /** {@code bin/bench} writes a page of its own; tables, badges and pictures have a line each. */
    @Test
    void linesAreNoLongerThanEditorsAreTold() throws IOException {
        int longest = Integer.parseInt(MARKDOWN_LINE
                .matcher(Files.readString(ROOT.resolve(".editorconfig")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1));
        List<String> longer = new ArrayList<>();
        for (Path page : pages()) {
            if (!page.endsWith("benchmarks.md")) {
                Files.readAllLines(page).stream()
                        .filter(line -> line.length() > longest && !line.strip().matches("(?:\\||\\[?!\\[).*"))
                        .forEach(line -> longer.add(ROOT.relativize(page) + ": " + line));
            }
        }
        assertEquals("", String.join("\n", longer));
    }

    /** A picture that no page shows grows old without anybody seeing it. */
    @Test
    void everyPictureIsOnAPage() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path page : pages()) {
            all.append(Files.readString(page));
        }
        try (Stream<Path> pictures = Files.list(ROOT.resolve("docs/images"))) {
            assertEquals(
                    List.of(),
                    pictures.map(picture -> picture.getFileName().toString())
                            .filter(name -> all.indexOf("images/" + name) < 0)
                            .toList());
        }
    }

    private static void assertNamed(String page, Stream<String> names) {
        assertEquals(
                List.of(),
                names.filter(name -> !page.contains("`" + name + "`")).toList(),
                "missing on the page");
    }

    private static List<String> setters(String source) throws IOException {
        return SETTER.matcher(Files.readString(SOURCES.resolve(source)))
                .results()
                .map(setter -> setter.group(1).toLowerCase(Locale.ROOT) + setter.group(2))
                .toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static boolean leadsSomewhere(Path page, String file, String anchor) throws IOException {
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(target) && (anchor == null || anchors(target).contains(anchor));
    }

    /** What GitHub makes of a page's headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
                .toList();
    }
}
