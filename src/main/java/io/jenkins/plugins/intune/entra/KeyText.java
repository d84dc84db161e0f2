package io.jenkins.plugins.intune.entra;

import java.io.Serial;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with keys that has been through a text editor, a YAML file, an environment variable or a vault: with a byte order
 * mark, in UTF-16, indented, in quotes, on one line, with {@code \n} as two characters, or as base64 of the whole file. Turns
 * it into what a parser reads.
 */
final class KeyText {

    /** What is wrong with a text that was meant as PEM. */
    static final class MalformedException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        private final String problem;

        MalformedException(String problem) {
            super(problem);
            this.problem = problem;
        }

        /** A sentence for people. */
        String problem() {
            return problem;
        }
    }

    private static final String BEGIN = "-----BEGIN ";

    /** Most layers of base64: a vault's, and that of a Kubernetes secret. */
    private static final int MAX_WRAPPINGS = 2;

    /** Longer than any that is in use, so that a message which quotes one stays short. */
    private static final Pattern LABEL = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");

    private static final Set<String> CERTIFICATES =
            Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "PKCS7");
    private static final Set<String> KEYS =
            Set.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY");

    /** What OpenSSL's own notation of an encrypted key begins with. */
    private static final Pattern ENCRYPTION = Pattern.compile(
            "\\s*Proc-Type:\\s*4\\s*,\\s*ENCRYPTED\\s+DEK-Info:\\s*([\\w-]+)\\s*,\\s*(\\p{XDigit}+)\\s");

    private static final Pattern ESCAPED_WHITE_SPACE = Pattern.compile("\\\\+[nrt]");

    /** Characters without meaning within base64: white space, quotes, escapes, and invisible ones. */
    private static final Pattern FILLING = Pattern.compile("[\\s\\p{Z}\\p{Cf}\"'\\\\]+");

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

    private KeyText() {}

    /** The file itself, out of the base64 that is around it. */
    static byte[] unwrapped(byte[] file) {
        byte[] inner = file;
        for (int level = 0; level < MAX_WRAPPINGS; level++) {
            String text = text(inner);
            Optional<byte[]> next = text.contains(BEGIN) ? Optional.empty() : base64(text);
            if (next.isEmpty()) {
                break;
            }
            inner = next.get();
        }
        return inner;
    }

    /**
     * The certificates and keys in a text, as well-formed PEM.
     *
     * @return empty if it is no PEM at all
     * @throws MalformedException if a part of it is damaged, or a key is in a format that cannot be read
     */
    static Optional<String> pem(byte[] file) throws MalformedException {
        String text = text(file);
        if (!text.contains(BEGIN)) {
            return Optional.empty();
        }
        text = ESCAPED_WHITE_SPACE.matcher(text).replaceAll("\n").replaceAll("[\\p{Z}\\p{Cf}]+", " ");
        StringBuilder pem = new StringBuilder();
        Matcher begin = LABEL.matcher(text);
        for (int at = 0; begin.find(at); ) {
            String label = begin.group(1);
            int end = text.indexOf("-----", begin.end());
            if (end < 0 || !text.startsWith("-----END ", end)) {
                throw new MalformedException(Messages.KeyText_cutOff(label));
            }
            if (KEYS.contains(label) || CERTIFICATES.contains(label)) {
                append(pem, label, text.substring(begin.end(), end));
            } else if (label.contains("PRIVATE KEY")) {
                throw new MalformedException(Messages.KeyText_otherKey(label));
            }
            at = end + 1;
        }
        return Optional.of(pem.toString());
    }

    private static void append(StringBuilder pem, String label, String content) throws MalformedException {
        pem.append(BEGIN).append(label).append("-----\n");
        Matcher encryption = ENCRYPTION.matcher(content);
        String body = content;
        if (encryption.lookingAt()) {
            pem.append("Proc-Type: 4,ENCRYPTED\nDEK-Info: ")
                    .append(encryption.group(1))
                    .append(',')
                    .append(encryption.group(2).toUpperCase(Locale.ROOT))
                    .append("\n\n");
            body = content.substring(encryption.end());
        }
        byte[] der = base64(body).orElseThrow(() -> new MalformedException(Messages.KeyText_notBase64(label)));
        pem.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der))
                .append("\n-----END ")
                .append(label)
                .append("-----\n");
    }

    private static Optional<byte[]> base64(String text) {
        String packed = FILLING.matcher(ESCAPED_WHITE_SPACE.matcher(text).replaceAll("\n"))
                .replaceAll("")
                .replace('-', '+')
                .replace('_', '/');
        if (!BASE64.matcher(packed).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(packed));
        } catch (IllegalArgumentException cutOff) {
            return Optional.empty();
        }
    }

    private static String text(byte[] file) {
        Charset charset = StandardCharsets.UTF_8;
        // Windows PowerShell writes UTF-16 where the output is redirected.
        if (file.length >= 2
                && (file[0] == (byte) 0xFF && file[1] == (byte) 0xFE
                        || file[0] == (byte) 0xFE && file[1] == (byte) 0xFF)) {
            charset = StandardCharsets.UTF_16;
        }
        return new String(file, charset);
    }
}
