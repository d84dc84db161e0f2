package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.link.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Chinese punctuation has its space within, and there is none between Chinese words; a line break is shown as a space. */
class SpacesTest {

    private static final Path RESOURCES = Checkout.root().resolve("src/main/resources");

    private static final String ENDS = "[\uFF0C\u3002\uFF1B\uFF1A\u3001\uFF01\uFF1F]";
    private static final String BLOCK = "</?(?:div|p|ul|ol|li|pre|dl|d[td]|t\\w+)\\b";

    /** Between two Chinese characters, or after punctuation, unless a paragraph ends there. */
    private static final Pattern STRAY = Pattern.compile("(?:\\p{IsHan}|[\uFF09\u201D])[ \\t\\r\\n]+(?=\\p{IsHan}|"
            + ENDS + ")|" + ENDS + "\\s++(?!" + BLOCK + "|$)");

    /** A text with a blank and something else behind it: what belongs between them depends on the language. */
    private static final Pattern GLUED = Pattern.compile("\\$\\{%[^}]*\\}:?\\s+(?:\\$\\{|<code)");

    @Test
    void chineseTextsHaveNoStraySpaces() {
        List<String> problems = new ArrayList<>();
        for (Path file : files("_zh_CN.properties")) {
            // A line each: what follows a line break is another text.
            read(file).lines().forEach(line -> addStray(file, line, problems));
        }
        for (Path file : files("_zh_CN.html")) {
            addStray(file, read(file), problems);
        }
        assertEquals("", String.join("\n", problems));
    }

    @Test
    void aTextHasPlaceholdersForWhatFollowsIt() {
        assertEquals(
                List.of(),
                files(".jelly").stream()
                        .filter(view -> GLUED.matcher(read(view)).find())
                        .toList());
    }

    private static void addStray(Path file, String text, List<String> problems) {
        STRAY.matcher(text)
                .results()
                .map(found -> text.substring(Math.max(0, found.start() - 12), found.start() + 1))
                .forEach(before -> problems.add(file + ": a stray space after " + before));
    }

    private static List<Path> files(String end) {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            List<Path> found =
                    all.filter(file -> file.toString().endsWith(end)).sorted().toList();
            assertTrue(found.size() > 20, () -> "no files were found: " + end);
            return found;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
