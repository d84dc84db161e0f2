package hudson;

import java.util.Locale;

public class Functions {
    public Functions() {}
    public static Locale getCurrentLocale() { throw new UnsupportedOperationException(); }
}
