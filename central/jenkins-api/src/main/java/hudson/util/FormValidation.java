package hudson.util;

import java.io.IOException;
import java.util.Collection;

public abstract class FormValidation extends IOException {
    public final Kind kind;
    private FormValidation(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }
    public static FormValidation aggregate(Collection<FormValidation> validations) { throw new UnsupportedOperationException(); }
    public static FormValidation error(String message) {
        return of(Kind.ERROR, message);
    }
    public static FormValidation ok() {
        return of(Kind.OK, null);
    }
    public static FormValidation ok(String message) {
        return of(Kind.OK, message);
    }
    public static FormValidation respond(Kind kind, String html) {
        return of(kind, html);
    }
    public static FormValidation warning(String message) {
        return of(Kind.WARNING, message);
    }
    private static FormValidation of(Kind kind, String message) {
        return new FormValidation(kind, message) {
            @Override
            public String renderHtml() { throw new UnsupportedOperationException(); }
        };
    }
    public abstract String renderHtml();
    public enum Kind {
        OK,
        WARNING,
        ERROR
    }
}
