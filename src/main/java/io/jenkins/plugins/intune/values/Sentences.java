package io.jenkins.plugins.intune.values;

import java.util.Arrays;
import java.util.Collection;

/**
 * Puts sentences into one paragraph. They may be in different languages: a server's words stay as it said them, and what was
 * saved stays in the language of its time.
 */
public final class Sentences {

    /** Punctuation that has its space within. */
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

    private static boolean endsFullWidth(CharSequence text) {
        return FULL_WIDTH.indexOf(text.charAt(text.length() - 1)) >= 0;
    }
}
