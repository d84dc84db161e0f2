package io.jenkins.plugins.intune.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Finds what is secret in a call, by the names that its parts have, so that no caller can forget it: header fields, the
 * fields of a form, and parameters of the address.
 */
final class CallSecrets {

    /** Parts of names of what is secret: {@code Authorization}, {@code client_secret}, {@code X-IDENTITY-HEADER} … */
    private static final List<String> SECRET_NAMES =
            List.of("auth", "secret", "token", "assertion", "passw", "cookie", "key", "identity", "credential");

    /** A form field that is a secret, but no part of other names. */
    private static final String CODE = "code";

    /** A form field that names the kind of another one, and is no secret. */
    private static final String ASSERTION_TYPE = "client_assertion_type";

    /** Some twice, which harms nobody: there are two or three, and to tell long ones apart takes longer. */
    private final List<String> found = new ArrayList<>(2);

    private CallSecrets() {}

    /** The secrets of a call with these proxy settings. */
    static Secrets of(HttpCall call, ProxySettings proxy) {
        CallSecrets secrets = new CallSecrets();
        call.headers().forEach(secrets::header);
        String body = new String(call.body(), StandardCharsets.UTF_8);
        if (!body.startsWith("{")) {
            secrets.form(body);
        }
        secrets.form(call.uri().getRawQuery());
        secrets.account(call.uri().getUserInfo());
        if (proxy.password() != null) {
            secrets.account(proxy.userName() + ":" + proxy.password());
        }
        return new Secrets(secrets.found);
    }

    private void header(String name, String value) {
        if (isSecret(name)) {
            String credentials = value.substring(value.indexOf(' ') + 1);
            found.add(credentials);
            if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
                account(decoded(credentials));
            }
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException none) {
            return "";
        }
    }

    private void form(String form) {
        if (form == null) {
            return;
        }
        for (String field : form.split("&")) {
            int end = field.indexOf('=');
            if (end > 0 && isSecret(field.substring(0, end))) {
                add(field.substring(end + 1));
            }
        }
    }

    private void add(String encoded) {
        found.add(encoded);
        try {
            found.add(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            // Then the text is not encoded.
        }
    }

    /** A user name and a password, in the form of Basic authentication. */
    private void account(String account) {
        if (account != null && account.contains(":")) {
            found.add(account);
            found.add(account.substring(account.indexOf(':') + 1));
        }
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals(ASSERTION_TYPE)) {
            return false;
        }
        // Asked several times for each call, so without a pattern or a stream.
        for (String part : SECRET_NAMES) {
            if (lower.contains(part)) {
                return true;
            }
        }
        return lower.equals(CODE);
    }
}
