package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;

public interface Item extends PersistenceRoot, AccessControlled {
    Permission CONFIGURE = null;
    Permission READ = null;
    Permission EXTENDED_READ = null;
    String getFullName();
}
