package io.jenkins.plugins.intune.values;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * Puts sentences into one paragraph. They may be in different languages: a server's words stay as it said them, and what was
 * saved stays in the language of its time.
 */
public final class Sentences {

    /** Full-width punctuation, after which no space is written. */
    private static final String FULL_WIDTH = "，。；：、！？）】」』";

    private Sentences() {}

    /** The sentences as a paragraph; those that are empty are left out. */
    public static String join(String... sentences) {
        return join(Arrays.asList(sentences));
    }

    /** The sentences as a paragraph; those that are empty are left out. */
    public static String join(Collection<String> sentences) {
        StringBuilder paragraph = new StringBuilder();
        for (String sentence : sentences) {
            if (!paragraph.isEmpty() && !sentence.isEmpty() && !endsFullWidth(paragraph)) {
                paragraph.append(' ');
            }
            paragraph.append(sentence);
        }
        return paragraph.toString();
    }

    /** The words as a list with commas. */
    public static String list(Stream<String> words) {
        return words.reduce((before, last) -> Messages.Sentences_listed(before, last))
                .orElse("");
    }

    private static boolean endsFullWidth(CharSequence text) {
        return FULL_WIDTH.indexOf(text.charAt(text.length() - 1)) >= 0;
    }
}
