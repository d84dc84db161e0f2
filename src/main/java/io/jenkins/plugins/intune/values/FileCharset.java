package io.jenkins.plugins.intune.values;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How the text in a file is encoded that a person has made. */
public final class FileCharset {

    private FileCharset() {}

    /**
     * UTF-16 if the file begins with that encoding's byte order mark, as Excel's "Unicode text" does, and what Windows PowerShell
     * redirects; or else UTF-8.
     */
    public static Charset of(byte[] content) {
        int mark = content.length < 2 ? 0 : (content[0] & 0xFF) << 8 | content[1] & 0xFF;
        return mark == 0xFFFE || mark == 0xFEFF ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }
}
