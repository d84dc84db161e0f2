package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.values.FileCharset;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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

    /**
     * A part of a PEM text.
     *
     * @param label what it says that it is
     * @param headers how it is encrypted in OpenSSL's own notation, or the empty string
     * @param der what it is
     */
    record Part(String label, String headers, byte[] der) {

        /** Whether its content says better what it is: programs and people put other things under these labels too. */
        boolean isKnownByContent() {
            return headers.isEmpty() && BY_CONTENT.contains(label);
        }

        /** The part as well-formed PEM. */
        String pem() {
            return BEGIN + label + "-----\n" + headers
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                    + "-----\n";
        }
    }

    private static final String BEGIN = "-----BEGIN ";

    /** Most layers of base64: a vault's, and that of a Kubernetes secret. */
    private static final int MAX_WRAPPINGS = 2;

    /** Longer than any that is in use, so that a message which quotes one stays short. */
    private static final Pattern LABEL = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");

    private static final Set<String> CERTIFICATES =
            Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "PKCS7", "PKCS12");
    private static final Set<String> KEYS =
            Set.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY");

    /**
     * Labels whose content is recognized without them. A {@code certutil -encode} calls every file a certificate, and keys of
     * PKCS#8 and PKCS#1 are found under each other's label.
     */
    private static final Set<String> BY_CONTENT = Set.of(
            "CERTIFICATE",
            "X509 CERTIFICATE",
            "PKCS7",
            "PKCS12",
            "PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "RSA PRIVATE KEY");

    /** What OpenSSL's own notation of an encrypted key begins with. */
    private static final Pattern ENCRYPTION = Pattern.compile(
            "\\s*Proc-Type:\\s*4\\s*,\\s*ENCRYPTED\\s+DEK-Info:\\s*([\\w-]+)\\s*,\\s*(\\p{XDigit}+)\\s");

    /** With all backslashes before it, so that the letter is not looked for from each of them. */
    private static final Pattern ESCAPED_WHITE_SPACE = Pattern.compile("(?<!\\\\)\\\\+[nrt]");

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
     * The certificates and keys in a text.
     *
     * @return empty if it is no PEM at all
     * @throws MalformedException if a part of it is damaged, or a key is in a format that cannot be read
     */
    static Optional<List<Part>> pem(byte[] file) throws MalformedException {
        String text = text(file);
        if (!text.contains(BEGIN)) {
            return Optional.empty();
        }
        text = ESCAPED_WHITE_SPACE.matcher(text).replaceAll("\n").replaceAll("[\\p{Z}\\p{Cf}]+", " ");
        List<Part> parts = new ArrayList<>();
        Matcher begin = LABEL.matcher(text);
        for (int at = 0; begin.find(at); ) {
            String label = begin.group(1);
            int end = text.indexOf("-----", begin.end());
            if (end < 0 || !text.startsWith("-----END ", end)) {
                throw new MalformedException(Messages.KeyText_cutOff(label));
            }
            if (KEYS.contains(label) || CERTIFICATES.contains(label)) {
                parts.add(part(label, text.substring(begin.end(), end)));
            } else if (label.contains("PRIVATE KEY")) {
                throw new MalformedException(Messages.KeyText_otherKey(label));
            }
            at = end + 1;
        }
        return Optional.of(parts);
    }

    private static Part part(String label, String content) throws MalformedException {
        Matcher encryption = ENCRYPTION.matcher(content);
        String headers = "";
        String body = content;
        if (encryption.lookingAt()) {
            headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: " + encryption.group(1) + ','
                    + encryption.group(2).toUpperCase(Locale.ROOT) + "\n\n";
            body = content.substring(encryption.end());
        }
        byte[] der = base64(body).orElseThrow(() -> new MalformedException(Messages.KeyText_notBase64(label)));
        return new Part(label, headers, der);
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
        return new String(file, FileCharset.of(file));
    }
}
