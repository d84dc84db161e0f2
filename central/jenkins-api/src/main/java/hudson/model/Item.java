package hudson.model;

import hudson.search.SearchableModelObject;
import hudson.security.AccessControlled;
import hudson.security.Permission;

public interface Item extends PersistenceRoot, SearchableModelObject, AccessControlled {
    Permission BUILD = null;
    Permission CONFIGURE = null;
    Permission READ = null;
    Permission EXTENDED_READ = null;
    String getFullName();
    String getName();
    ItemGroup<? extends Item> getParent();
    String getUrl();
}
