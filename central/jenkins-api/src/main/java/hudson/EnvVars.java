package hudson;

import java.util.TreeMap;

public class EnvVars extends TreeMap<String, String> {
    public EnvVars() {}
    public EnvVars(EnvVars m) {}
    public String expand(String text) { throw new UnsupportedOperationException(); }
}
