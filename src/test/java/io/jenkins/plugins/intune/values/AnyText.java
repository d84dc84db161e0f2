package io.jenkins.plugins.intune.values;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Texts at random, the same ones in every run. */
public final class AnyText {

    /** Texts that have broken programs before. */
    private static final String[] PIECES = {
        "\u0000",
        "\r\n",
        "\u200B",
        "\uFEFF",
        "\uFFFD",
        "\uD83D",
        "\uDE00",
        "💻",
        "名前",
        "Zoë",
        "%",
        "%2F",
        "..",
        "/",
        "\\",
        "//",
        "'",
        "''",
        "\"",
        "#",
        "?",
        "&$top=1",
        "+",
        " ",
        "\u00A0",
        "@",
        ":",
        ";",
        ",",
        "{",
        "}",
        "[",
        "null",
        "${A}",
        "-1",
        "0",
        "9".repeat(40)
    };

    private final SplittableRandom random;

    /** @param seed decides all texts */
    public AnyText(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A text of any kind. */
    public String any(int maxLength) {
        return switch (random.nextInt(4)) {
            case 0 -> between((char) 0, '\uFFFF', maxLength);
            case 1 -> between(' ', '~', maxLength);
            case 2 -> pieces(maxLength);
            default -> pieces(maxLength / 2) + between('!', '~', maxLength / 2);
        };
    }

    /** A text of characters from the first to the last. */
    public String between(char first, char last, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(maxLength + 1); left > 0; left--) {
            text.append((char) random.nextInt(first, last + 1));
        }
        return text.toString();
    }

    /** A text of these characters. */
    public String of(String alphabet, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(maxLength + 1); left > 0; left--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String pieces(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(6); left > 0; left--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.substring(0, Math.min(text.length(), maxLength));
    }

    /** One of these. */
    @SafeVarargs
    public final <T> T one(T... several) {
        return several[random.nextInt(several.length)];
    }

    /** Tries something out, and names the text that it fails with. */
    public static void check(String text, Consumer<String> trial) {
        try {
            trial.accept(text);
        } catch (Throwable failed) {
            StringBuilder escaped = new StringBuilder();
            text.chars()
                    .forEach(c ->
                            escaped.append(c >= ' ' && c <= '~' ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
            throw new AssertionError("with the text " + escaped, failed);
        }
    }
}
