package io.jenkins.plugins.intune.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class LineFormatTest {

    /** As it is on the disks of users: this text must never change. */
    private static final String FILE = """
            0 beea8f57 0
            1 d80f4eec {"device":1}
            1 e26860e7 {"device":"Büro 三"}
            0 6fc90411 71
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<JournalLine> read(byte[] file) throws DamagedJournalException {
        return LineFormat.read("the journal", file).lines();
    }

    @Test
    void looksOnDiskAsItAlwaysWill() throws Exception {
        List<byte[]> lines = List.of(LineFormat.line("{\"device\":1}"), LineFormat.line("{\"device\":\"Büro 三\"}"));
        assertEquals(FILE, new String(LineFormat.file(lines), StandardCharsets.UTF_8));
        assertEquals(
                List.of(new JournalLine(1, "{\"device\":1}"), new JournalLine(1, "{\"device\":\"Büro 三\"}")),
                read(bytes(FILE)));
    }

    @Test
    void anEmptyJournalIsNotAnEmptyFile() throws Exception {
        assertEquals("0 beea8f57 0\n", new String(LineFormat.file(List.of()), StandardCharsets.UTF_8));
        assertEquals(List.of(), read(bytes("0 beea8f57 0\n")));
        assertThrows(DamagedJournalException.class, () -> read(new byte[0]));
    }

    @Test
    void whatIsNotAJournalIsNotReadAsAnEmptyOne() {
        for (String other : List.of("{}\n", "0 beea8f57 1\n", "0 beea8f57 0", "\0\0\0\0", " 0 beea8f57 0\n")) {
            DamagedJournalException damaged =
                    assertThrows(DamagedJournalException.class, () -> read(bytes(other)), other);
            assertEquals(
                    "The journal the journal is damaged in line 1, so it is unknown what else was in it. It is left as it is.",
                    damaged.getMessage());
        }
    }

    @Test
    void aNewerVersionsLineIsReadAsSuch() throws Exception {
        byte[] newer = LineFormat.line(2, "something new");
        JournalLine read =
                read(LineFormat.file(List.of(LineFormat.line("{}"), newer))).get(1);
        assertEquals("something new", read.text());
        assertEquals(2, read.version());
        assertTrue(read.isNewer());
        assertFalse(new JournalLine(LineFormat.VERSION, "{}").isNewer());
        assertFalse(new JournalLine(0, "{}").isNewer());
    }

    @Test
    void aTextIsKeptAsItIsWhateverIsInIt() throws Exception {
        for (String text : List.of("", " ", "\r", "\0", "\"", "\u2028", "😀", "0 beea8f57 0", "x".repeat(100_000))) {
            assertEquals(
                    text,
                    read(LineFormat.file(List.of(LineFormat.line(text)))).get(0).text());
        }
        assertEquals(
                "a?b",
                read(LineFormat.file(List.of(LineFormat.line("a\ud83db"))))
                        .get(0)
                        .text());
    }

    @Test
    void aTextIsOneLine() {
        assertThrows(IllegalArgumentException.class, () -> LineFormat.line("\n"));
        assertThrows(IllegalArgumentException.class, () -> LineFormat.line("{\n}"));
    }

    @Test
    void aTailThatIsCutAnywhereIsNotRead() throws Exception {
        byte[] file = bytes(FILE);
        int second = LineFormat.mark(0).length + LineFormat.line("{\"device\":1}").length;
        int mark = file.length - LineFormat.mark(71).length;
        for (int length = second; length <= file.length; length++) {
            LineFormat.Contents contents = LineFormat.read("the journal", Arrays.copyOf(file, length));
            assertEquals(length < mark ? 1 : 2, contents.lines().size(), "of " + length + " bytes");
            assertEquals(length < mark ? second : length < file.length ? mark : length, contents.end());
            assertEquals(length < file.length ? 0 : mark, contents.proven());
        }
    }

    /** A power loss can leave the end of what was being written without its beginning. */
    @Test
    void whatFollowsATornLineInTheSameWriteIsNotReadEither() throws Exception {
        byte[] torn = LineFormat.line("{\"device\":2}");
        Arrays.fill(torn, 3, torn.length - 1, (byte) 0);
        LineFormat.Contents contents =
                LineFormat.read("the journal", concat(bytes(FILE), torn, LineFormat.line("{\"device\":3}")));
        assertEquals(2, contents.lines().size());
        assertEquals(FILE.getBytes(StandardCharsets.UTF_8).length, contents.end());
    }

    @Test
    void aLineIsNotReadWhereAnyOfItsBytesIsAnother() throws Exception {
        byte[] good = LineFormat.line("{\"ü\":1}");
        for (int i = 0; i < good.length; i++) {
            for (int flip = 1; flip < 256; flip++) {
                byte[] line = good.clone();
                line[i] ^= (byte) flip;
                assertEquals(List.of(), read(concat(LineFormat.mark(0), line)), "byte " + i + " flipped by " + flip);
            }
        }
    }

    @Test
    void aLineWithoutAVersionIsNone() throws Exception {
        for (String version : List.of("x", "", "99999999999")) {
            CRC32C checksum = new CRC32C();
            checksum.update(bytes(version + " {}"));
            String line = "%s %08x {}\n".formatted(version, checksum.getValue());
            assertEquals(List.of(), read(concat(LineFormat.mark(0), bytes(line))), line);
        }
    }

    /** A byte that was on the disk and has changed, for whatever reason. */
    @Test
    void damageIsToldWhereverItIs() throws Exception {
        byte[] file = file();
        int lastMark = file.length - LineFormat.mark(99).length;
        for (int i = 0; i < file.length; i++) {
            for (int flip = 1; flip < 256; flip++) {
                byte[] damaged = file.clone();
                damaged[i] ^= (byte) flip;
                String where = "byte " + i + " flipped by " + flip;
                if (i >= lastMark) {
                    // No mark follows the last mark, and nothing but it is lost.
                    assertEquals(read(file), read(damaged), where);
                } else if (i < lastMark - 1) {
                    assertThrows(DamagedJournalException.class, () -> read(damaged), where);
                }
                // Without the line feed before it, the last mark is no mark.
            }
        }
    }

    @Test
    void damageIsToldWhateverItIs() {
        byte[] file = file();
        int lastMark = file.length - LineFormat.mark(99).length - 1;
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            int start = random.nextInt(lastMark);
            int end = start + 1 + random.nextInt(lastMark - start);
            byte[] piece = Arrays.copyOfRange(file, start, end);
            byte[] instead =
                    switch (random.nextInt(4)) {
                        case 0 -> new byte[0];
                        case 1 -> new byte[piece.length];
                        case 2 -> concat(piece, piece);
                        default -> random(random, piece.length);
                    };
            byte[] damaged = concat(Arrays.copyOf(file, start), instead, Arrays.copyOfRange(file, end, file.length));
            if (!Arrays.equals(file, damaged)) {
                assertThrows(
                        DamagedJournalException.class,
                        () -> read(damaged),
                        () -> new String(damaged, StandardCharsets.UTF_8));
            }
        }
    }

    private static byte[] random(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void theLineAtFaultIsNamed() {
        byte[] file = bytes(FILE.replace("Büro", "Buro"));
        DamagedJournalException damaged = assertThrows(DamagedJournalException.class, () -> read(file));
        assertTrue(damaged.getMessage().contains("in line 3,"), damaged.getMessage());

        byte[] moved = bytes(FILE.replace("1 d80f4eec {\"device\":1}\n", ""));
        damaged = assertThrows(DamagedJournalException.class, () -> read(moved));
        assertTrue(damaged.getMessage().contains("in line 3,"), damaged.getMessage());
    }

    /** Two writes, each followed by its mark. */
    private static byte[] file() {
        byte[] start = concat(LineFormat.mark(0), LineFormat.line("{\"device\":1}"), LineFormat.line("{\"ü\":2}"));
        byte[] more = concat(start, LineFormat.mark(start.length), LineFormat.line("{\"device\":3}"));
        return concat(more, LineFormat.mark(more.length));
    }

    private static byte[] concat(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int next = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, next, part.length);
            next += part.length;
        }
        return all;
    }
}
