package org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists;

import org.jenkinsci.plugins.scriptsecurity.sandbox.Whitelist;

public abstract class EnumeratingWhitelist extends Whitelist {
    public EnumeratingWhitelist() {}
}
