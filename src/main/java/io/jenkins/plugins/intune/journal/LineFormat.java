package io.jenkins.plugins.intune.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How a journal looks on disk. Every line, of any version for ever, is
 *
 * <pre>{@code <version> <checksum> <text>\n}</pre>
 *
 * with the version as a decimal number, and the CRC-32C of version, space and text in eight hexadecimal digits. The text is
 * UTF-8.
 *
 * <p>Version 0 is the journal's own: a <em>mark</em>, whose text is the byte that it stands at. It says that everything
 * before it was on disk when it was written. The first line is one. Marks tell damage from what a power loss leaves: bytes
 * that are no line, with a mark behind them, were on disk and have been damaged since; with none behind them, they belong to
 * a write that nobody was told to have succeeded, and count as not written together with all that follows, whichever of its
 * sectors got to the disk.
 */
final class LineFormat {

    /** The version of the lines that are written. It is raised when an older plugin would misread what a line says. */
    static final int VERSION = 1;

    private static final int MARK = 0;
    private static final int CHECKSUM_LENGTH = 8;

    /**
     * What a file says.
     *
     * @param lines its lines, without marks
     * @param proven where its last mark begins: everything before it is on disk
     * @param end where its last good line, or mark, ends
     */
    record Contents(List<JournalLine> lines, int proven, int end) {}

    private LineFormat() {}

    /**
     * A line as it is written.
     *
     * @param text anything without a line feed; half a surrogate pair, which UTF-8 cannot hold, becomes a question mark
     * @throws IllegalArgumentException if there is a line feed in it
     */
    static byte[] line(String text) {
        return line(VERSION, text);
    }

    static byte[] line(int version, String text) {
        if (text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("More than one line: " + text);
        }
        byte[] start = ascii(version + " ");
        byte[] end = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(start);
        line.writeBytes(ascii(checksum(start, 0, start.length, end, 0, end.length) + " "));
        line.writeBytes(end);
        line.write('\n');
        return line.toByteArray();
    }

    /** Says that everything before this byte is on disk. */
    static byte[] mark(long position) {
        return line(MARK, Long.toString(position));
    }

    /** A whole file, which is not to be read before all of it is on disk. */
    static byte[] file(List<byte[]> lines) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(mark(0));
        if (!lines.isEmpty()) {
            lines.forEach(file::writeBytes);
            file.writeBytes(mark(file.size()));
        }
        return file.toByteArray();
    }

    /**
     * Reads a whole file.
     *
     * @param name the file's name, for the exception
     */
    static Contents read(String name, byte[] file) throws DamagedJournalException {
        byte[] first = mark(0);
        if (!Arrays.equals(file, 0, Math.min(first.length, file.length), first, 0, first.length)) {
            // A new journal is written whole, with its first mark.
            throw DamagedJournalException.atLine(name, 1);
        }
        List<JournalLine> lines = new ArrayList<>();
        int proven = 0;
        int end = first.length;
        int firstBad = 0;
        int number = 2;
        int start = end;
        for (int stop = indexOf(file, '\n', start); stop >= 0; stop = indexOf(file, '\n', start)) {
            Optional<JournalLine> line = decode(file, start, stop);
            if (line.isEmpty()) {
                firstBad = firstBad == 0 ? number : firstBad;
            } else if (line.get().version() == MARK) {
                requireIntact(name, firstBad, number, line.get().text().equals(Integer.toString(start)));
                proven = start;
            } else if (firstBad == 0) {
                lines.add(line.get());
            }
            start = stop + 1;
            end = firstBad == 0 ? start : end;
            number++;
        }
        return new Contents(lines, proven, end);
    }

    private static void requireIntact(String name, int firstBad, int number, boolean inPlace)
            throws DamagedJournalException {
        if (firstBad > 0) {
            throw DamagedJournalException.atLine(name, firstBad);
        }
        if (!inPlace) {
            throw DamagedJournalException.atLine(name, number);
        }
    }

    /** The line between the two places; empty if it is none. */
    private static Optional<JournalLine> decode(byte[] file, int start, int stop) {
        int checksum = indexOf(file, ' ', start) + 1;
        int text = checksum + CHECKSUM_LENGTH + 1;
        if (checksum == 0 || text > stop || file[text - 1] != ' ') {
            return Optional.empty();
        }
        String expected = checksum(file, start, checksum - start, file, text, stop - text);
        if (!expected.equals(ascii(file, checksum, text - 1))) {
            return Optional.empty();
        }
        try {
            int version = Integer.parseInt(ascii(file, start, checksum - 1));
            return Optional.of(new JournalLine(version, new String(file, text, stop - text, StandardCharsets.UTF_8)));
        } catch (NumberFormatException noVersion) {
            return Optional.empty();
        }
    }

    private static String checksum(
            byte[] version, int versionStart, int versionLength, byte[] text, int textStart, int textLength) {
        CRC32C checksum = new CRC32C();
        checksum.update(version, versionStart, versionLength);
        checksum.update(text, textStart, textLength);
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static String ascii(byte[] bytes, int start, int stop) {
        return new String(bytes, start, stop - start, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
