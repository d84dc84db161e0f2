package io.jenkins.plugins.intune.links;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log shows of session links: nothing. */
class MaskingStreamTest {

    private static final String LINK = "https://get.teamviewer.com/v15/s4711?name=Anna&key=a+b%20c";
    private static final String OTHER = "https://get.teamviewer.com/s12345";
    private static final LinkDigests LINKS = LinkDigests.NONE.plus(List.of(LINK, OTHER));

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private String shown(String written) {
        log.reset();
        try (OutputStream out = new MaskingStream(log, () -> LINKS)) {
            out.write(written.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachLinkIsMaskedAndTheRestStays() {
        assertEquals("[sessionUrl:****, status:204]\n", shown("[sessionUrl:" + LINK + ", status:204]\n"));
        assertEquals("****|****\r\n(****)", shown(LINK + "|" + OTHER + "\r\n(" + LINK + ")"));
        assertEquals("****é\n", shown(OTHER + "é\n"));
    }

    @Test
    void otherAddressesStay() {
        String others = "https://get.teamviewer.com/s12346 https://repo.example.org/a%20b https:// https\nhttp://x";
        assertEquals(others, shown(others));
    }

    @Test
    void aLinkIsFoundHoweverItIsEscaped() {
        String html = LINK.replace("&", "&amp;");
        String json = LINK.replace("/", "\\/").replace("&", "\\u0026");
        String percent = URLEncoder.encode(LINK, StandardCharsets.UTF_8);
        for (String escaped : List.of(
                html,
                html.replace("/", "&#x2F;").replace(":", "&#58;"),
                json,
                json.replace("\\", "\\\\"),
                LINK.replace("/", "\\u002F").replace("&", "\\x26"),
                percent,
                percent.replaceAll("%2([A-F])", "%2$1")
                        .toLowerCase()
                        .replace("anna", "Anna")
                        .replace("%2b", "%2B"),
                URLEncoder.encode(percent, StandardCharsets.UTF_8),
                LINK.replace("?", "\\?").replace("&", "\\&"))) {
            assertEquals("a **** b\n", shown("a " + escaped + " b\n"), escaped);
        }
    }

    @Test
    void aLinkThatComesInPiecesIsMasked() throws IOException {
        byte[] text = ("before " + LINK + " after\n").getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            log.reset();
            try (OutputStream out = new MaskingStream(log, () -> LINKS)) {
                out.write(text, 0, cut);
                out.flush();
                assertFalse(log.toString(StandardCharsets.UTF_8).contains("https"), "shown before its end was there");
                out.write(text, cut, text.length - cut);
            }
            assertEquals("before **** after\n", log.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void progressWithoutEndOfLineIsShownAtOnce() throws IOException {
        try (OutputStream out = new MaskingStream(log, () -> LINKS)) {
            out.write("....".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertEquals("....", log.toString(StandardCharsets.US_ASCII));
            out.write("50 %\r".getBytes(StandardCharsets.US_ASCII));
            assertEquals("....50 %\r", log.toString(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aLinkOfTheMomentIsMaskedFromThenOn() throws IOException {
        AtomicReference<LinkDigests> links = new AtomicReference<>(LinkDigests.NONE);
        try (OutputStream out = new MaskingStream(log, links::get)) {
            out.write("no end of line yet: ".getBytes(StandardCharsets.US_ASCII));
            assertEquals("no end of line yet: ", log.toString(StandardCharsets.US_ASCII), "nothing to hide yet");
            links.set(LINKS);
            MaskingStream.linksChanged();
            for (byte b : (LINK + "\n").getBytes(StandardCharsets.US_ASCII)) {
                out.write(b);
            }
        }
        assertEquals("no end of line yet: ****\n", log.toString(StandardCharsets.US_ASCII));
    }

    /** As while Jenkins cannot say which build a log belongs to. */
    @Test
    void whileNobodyKnowsTheLinksNothingIsShownAndTheyAreAskedForAgain() throws IOException {
        AtomicReference<IOException> failure = new AtomicReference<>(new IOException("no such build"));
        byte[] line = (LINK + "\n").getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new MaskingStream(log, () -> {
            if (failure.get() != null) {
                throw failure.get();
            }
            return LINKS;
        })) {
            assertThrows(IOException.class, () -> out.write(line));
            assertThrows(IOException.class, () -> out.write('x'));
            failure.set(null);
            out.write(line);
            failure.set(new IOException("Jenkins is not running"));
            MaskingStream.linksChanged();
            assertThrows(IOException.class, () -> out.write(line));
            failure.set(null);
            out.write(line);
        }
        assertEquals("****\n****\n", log.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void aLineWithoutEndTakesLittleMemoryAndShowsNoLink() throws IOException {
        byte[] noise = "x".repeat(9_973).getBytes(StandardCharsets.US_ASCII);
        int links = 0;
        try (OutputStream out = new MaskingStream(log, () -> LINKS)) {
            for (int i = 0; i < 500; i++) {
                out.write(noise);
                out.write(LINK.getBytes(StandardCharsets.US_ASCII));
                links++;
                assertTrue((long) (i + 1) * noise.length - log.size() < 66_000, "held back");
            }
        }
        String shown = log.toString(StandardCharsets.US_ASCII);
        assertFalse(shown.contains("teamviewer"));
        assertEquals(links, shown.split("\\*\\*\\*\\*", -1).length - 1);
        assertEquals(links * (noise.length + 4), shown.length());
    }

    @Test
    void bytesThatAreNoTextPassAsTheyAre() throws IOException {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(3_000)];
            random.nextBytes(bytes);
            byte[] start = "https://%\\u&#".getBytes(StandardCharsets.US_ASCII);
            if (bytes.length > start.length) {
                System.arraycopy(start, 0, bytes, random.nextInt(bytes.length - start.length), start.length);
            }
            log.reset();
            try (OutputStream out = new MaskingStream(log, () -> LINKS)) {
                int cut = random.nextInt(bytes.length + 1);
                out.write(bytes, 0, cut);
                out.flush();
                out.write(bytes, cut, bytes.length - cut);
            }
            assertArrayEquals(bytes, log.toByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"teamviewer10://control?id=4711", "s12-345-678", "https://例え.jp/名前?é=1", "x"})
    void aLinkNeedNotBeAWebAddress(String link) throws IOException {
        try (OutputStream out = new MaskingStream(log, () -> LINKS.plus(List.of(link)))) {
            out.write(("a " + link + " b " + LINK + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("a **** b ****\n", log.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theLongerOfTwoLinksCounts() throws IOException {
        LinkDigests both = LinkDigests.NONE.plus(List.of(OTHER)).plus(List.of(OTHER + "/more"));
        try (OutputStream out = new MaskingStream(log, () -> both)) {
            out.write((OTHER + "/more " + OTHER + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals("**** ****\n", log.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void manyLinksAreFoundInALog() throws IOException {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add("https://get.teamviewer.com/s" + i * 7919L);
        }
        LinkDigests digests = LinkDigests.NONE.plus(many);
        try (OutputStream out = new MaskingStream(log, () -> digests)) {
            for (String link : many) {
                out.write((link + " https://get.teamviewer.com/help\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertEquals(
                "**** https://get.teamviewer.com/help\n".repeat(many.size()), log.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void whatGoesToAnAgentMasksAndHoldsNoLink() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(LINKS);
        }
        assertFalse(sent.toString(StandardCharsets.ISO_8859_1).contains("teamviewer"));

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            LinkDigests received = (LinkDigests) in.readObject();
            try (OutputStream out = new MaskingStream(log, () -> received)) {
                out.write((LINK + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertEquals("****\n", log.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void whatWasSavedMasksAfterARestartAndHoldsNoLink() throws IOException {
        String saved = LINKS.plus(List.of("s12-345-678")).save();
        assertFalse(saved.contains("teamviewer") || saved.contains("345-678"), saved);

        LinkDigests restored = LinkDigests.read(saved).plus(List.of("https://example.org/later"));
        try (OutputStream out = new MaskingStream(log, () -> restored)) {
            out.write(
                    (LINK + " " + OTHER + " s12-345-678 https://example.org/later\n").getBytes(StandardCharsets.UTF_8));
        }

        assertEquals("**** **** **** ****\n", log.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "00", "zz 68:1 00", "00 68", "00 68:x", "00 : 1"})
    void whatIsNoSavedTextIsNoLink(String text) {
        assertTrue(LinkDigests.read(text).isEmpty());
        assertTrue(LinkDigests.read(null).isEmpty());
    }
}
