package hudson.model;

import hudson.security.AccessControlled;
import java.io.IOException;

public class User implements AccessControlled, Saveable, Comparable<User> {
    User() {}
    public int compareTo(User that) { throw new UnsupportedOperationException(); }
    public synchronized void save() throws IOException { throw new UnsupportedOperationException(); }
}
