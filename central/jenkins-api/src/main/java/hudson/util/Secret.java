package hudson.util;

import java.io.Serializable;

public final class Secret implements Serializable {
    private final String value;
    private Secret(String value) {
        this.value = value;
    }
    public static Secret decrypt(String data) { throw new UnsupportedOperationException(); }
    public static Secret fromString(String value) {
        return new Secret(value);
    }
    public String getPlainText() {
        return value;
    }
    public static String toString(Secret secret) {
        return secret == null ? "" : secret.value;
    }
}
