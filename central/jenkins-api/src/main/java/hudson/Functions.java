package hudson;

import java.util.Locale;

public class Functions {
    public Functions() {}
    public String getPasswordValue(Object o) { throw new UnsupportedOperationException(); }
    public static Locale getCurrentLocale() { throw new UnsupportedOperationException(); }
}
