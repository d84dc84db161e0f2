package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.link.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PropertyResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;

/** Every text that people see is there in English and in Chinese, and says the same as far as a machine can tell. */
class LanguagesTest {

    private static final Path RESOURCES = Checkout.root().resolve("src/main/resources");

    private static final String PROPERTIES = ".properties";
    private static final String JELLY = ".jelly";
    private static final String CHINESE = "_zh_CN";

    /** Texts that are names, or glue between other texts, in every language. */
    private static final Set<String> SAME_IN_CHINESE =
            Set.of("IntuneConfiguration.displayName", "IntunePermissions.group");

    private static final Pattern HAN = Pattern.compile("[\\p{IsHan}\u3001\u3002\uFF1A\uFF1B]");
    private static final Pattern CODE = Pattern.compile("<code>(.*?)</code>", Pattern.DOTALL);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)");
    private static final Pattern SMALL_ID = Pattern.compile("(?<![-\\w])ids?(?![-\\w])");
    private static final Pattern LONE_APOSTROPHE = Pattern.compile("(?<!')'(?!')");

    /** A key in Jelly, without the arguments that may follow it. */
    private static final Pattern JELLY_KEY = Pattern.compile("\\$\\{%([^}(]+)");

    private final List<String> problems = new ArrayList<>();

    /**
     * The texts of one class or view.
     *
     * @param name the path of its files, without language and ending
     * @param used the keys that its Jelly file uses; empty for messages
     * @param english the texts of its English file
     * @param chinese the texts of its Chinese file
     */
    private record Texts(String name, Set<String> used, Map<String, String> english, Map<String, String> chinese) {

        static Texts of(String name) {
            return new Texts(
                    name, keysIn(name + JELLY), textsIn(name + PROPERTIES), textsIn(name + CHINESE + PROPERTIES));
        }

        /** In Jelly, an English text that needs no other words is its own key. */
        Set<String> keys() {
            Set<String> keys = new TreeSet<>(used);
            keys.addAll(english.keySet());
            return keys;
        }

        boolean isView() {
            return Files.exists(RESOURCES.resolve(name + JELLY));
        }
    }

    @Test
    void everyTextIsThereInBothLanguages() {
        for (Texts texts : allTexts()) {
            Set<String> keys = texts.keys();
            for (String key : keys) {
                check(texts.chinese().containsKey(key), texts.name() + ": no Chinese text for " + key);
                check(
                        !texts.isView() || texts.used().contains(key),
                        texts.name() + ": the view does not use the English text for " + key);
            }
            for (String key : texts.chinese().keySet()) {
                check(keys.contains(key), texts.name() + ": nothing but a Chinese text for " + key);
            }
        }
        assertNoProblems();
    }

    @Test
    void bothLanguagesUseTheSamePlaceholders() {
        for (Texts texts : allTexts()) {
            texts.chinese().forEach((key, chinese) -> {
                String english = texts.english().getOrDefault(key, key);
                check(
                        placeholders(english).equals(placeholders(chinese)),
                        texts.name() + ": other placeholders in Chinese for " + key);
            });
        }
        assertNoProblems();
    }

    /** A message's lone apostrophe is not shown and switches placeholders off. */
    @Test
    void apostrophesAreDoubled() {
        for (Texts texts : allTexts()) {
            Stream.of(texts.english(), texts.chinese())
                    .forEach(language -> language.forEach((key, text) -> check(
                            !LONE_APOSTROPHE.matcher(text).find(),
                            texts.name() + ": a lone apostrophe in the text for " + key)));
        }
        assertNoProblems();
    }

    @Test
    void everyHelpIsThereInBothLanguagesAndNamesTheSameCode() {
        List<String> helps = files("help", ".html");
        for (String help : helps) {
            String english = help.replace(CHINESE + ".html", ".html");
            String chinese = english.replace(".html", CHINESE + ".html");
            if (check(helps.contains(english), english + " is missing")
                    & check(helps.contains(chinese), chinese + " is missing")) {
                assertEquals(codeIn(english), codeIn(chinese), chinese);
            }
        }
        assertTrue(helps.size() > 40, "help was found");
        assertNoProblems();
    }

    @Test
    void everyChineseTextIsChinese() {
        for (Texts texts : allTexts()) {
            texts.chinese()
                    .forEach((key, text) -> check(
                            isChinese(text) != SAME_IN_CHINESE.contains(key),
                            texts.name() + ": is this Chinese? " + key + "=" + text));
        }
        for (String help : files("help", CHINESE + ".html")) {
            check(isChinese(read(help)), help + " is not Chinese");
        }
        assertNoProblems();
    }

    /**
     * As in Microsoft's and Jenkins' own texts. The kind of credential "OpenID Connect id token" has its name from a plugin.
     */
    @Test
    void anIdIsWrittenInCapitals() {
        for (Texts texts : allTexts()) {
            texts.keys().forEach(key -> {
                String english = texts.english().getOrDefault(key, texts.isView() ? key : "");
                check(!SMALL_ID.matcher(english).find(), texts.name() + ": " + english);
            });
        }
        for (String help : files("help", ".html")) {
            String words = CODE.matcher(read(help)).replaceAll("").replaceAll("OpenID Connect id\\s+token", "");
            check(!SMALL_ID.matcher(words).find(), help);
        }
        assertNoProblems();
    }

    private boolean check(boolean right, String problem) {
        if (!right) {
            problems.add(problem);
        }
        return right;
    }

    private void assertNoProblems() {
        assertEquals("", String.join("\n", problems));
    }

    /** The texts of all classes and views that have any. */
    private static List<Texts> allTexts() {
        Set<String> names = new TreeSet<>();
        files("", PROPERTIES).forEach(file -> names.add(file.replaceFirst("(_zh_CN)?\\.properties$", "")));
        files("", JELLY).forEach(file -> names.add(file.replaceFirst("\\.jelly$", "")));
        List<Texts> found = names.stream().map(Texts::of).toList();
        assertTrue(found.stream().anyMatch(texts -> texts.english().size() > 50), "messages were found");
        assertTrue(found.stream().anyMatch(texts -> texts.used().size() > 3), "keys in Jelly were found");
        return found;
    }

    /** The paths of all files of that name, from the resources' root on. */
    private static List<String> files(String beginning, String end) {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            return all.filter(file -> file.getFileName().toString().startsWith(beginning)
                            && file.getFileName().toString().endsWith(end))
                    .map(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /**
     * The texts of a file, or none if it is not there. Jenkins and Java read such files as UTF-8, and silently as Latin-1
     * if they are not; a reader refuses what is not UTF-8.
     */
    private static Map<String, String> textsIn(String file) {
        Map<String, String> texts = new TreeMap<>();
        if (Files.exists(RESOURCES.resolve(file))) {
            try (Reader reader = Files.newBufferedReader(RESOURCES.resolve(file))) {
                PropertyResourceBundle bundle = new PropertyResourceBundle(reader);
                bundle.keySet().forEach(key -> texts.put(key, bundle.getString(key)));
            } catch (IOException broken) {
                throw new AssertionError(file, broken);
            }
        }
        return texts;
    }

    /** The keys of the texts that a Jelly file shows, or none if it is not there. */
    private static Set<String> keysIn(String file) {
        Set<String> keys = new TreeSet<>();
        if (!Files.exists(RESOURCES.resolve(file))) {
            return keys;
        }
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (InputStream stream = Files.newInputStream(RESOURCES.resolve(file))) {
            XMLStreamReader xml = factory.createXMLStreamReader(stream);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamReader.START_ELEMENT) {
                    for (int i = 0; i < xml.getAttributeCount(); i++) {
                        addKeys(xml.getAttributeValue(i), keys);
                    }
                } else if (event == XMLStreamReader.CHARACTERS) {
                    addKeys(xml.getText(), keys);
                }
            }
        } catch (IOException | XMLStreamException broken) {
            throw new AssertionError(file, broken);
        }
        return keys;
    }

    private static void addKeys(String text, Set<String> keys) {
        JELLY_KEY.matcher(text).results().map(key -> key.group(1)).forEach(keys::add);
    }

    private static Set<String> placeholders(String text) {
        // The normal form tells what is a placeholder from what is only quoted.
        return new TreeSet<>(PLACEHOLDER
                .matcher(new MessageFormat(text).toPattern())
                .results()
                .map(found -> found.group(1))
                .toList());
    }

    /** What a help file marks as code, in any order: languages order their words differently. */
    private static List<String> codeIn(String help) {
        return CODE.matcher(read(help))
                .results()
                .map((MatchResult found) -> found.group(1))
                .sorted()
                .toList();
    }

    private static boolean isChinese(String text) {
        return HAN.matcher(text).find();
    }

    private static String read(String file) {
        try {
            return Files.readString(RESOURCES.resolve(file));
        } catch (IOException broken) {
            throw new AssertionError(file, broken);
        }
    }
}
