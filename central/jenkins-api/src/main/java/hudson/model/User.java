package hudson.model;

import hudson.security.AccessControlled;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

public class User extends AbstractModelObject implements AccessControlled, DescriptorByNameOwner, Saveable, Comparable<User> {
    User() {}
    public static User current() { throw new UnsupportedOperationException(); }
    public static User get2(Authentication a) { throw new UnsupportedOperationException(); }
    public static User getById(String id, boolean create) { throw new UnsupportedOperationException(); }
    public String getDisplayName() { throw new UnsupportedOperationException(); }
    public String getId() { throw new UnsupportedOperationException(); }
    public Authentication impersonate2() throws UsernameNotFoundException { throw new UnsupportedOperationException(); }
    public int compareTo(User that) { throw new UnsupportedOperationException(); }
    public synchronized void save() throws IOException { throw new UnsupportedOperationException(); }
}
