package org.jenkinsci.plugins.scriptsecurity.sandbox;

import hudson.ExtensionPoint;

public abstract class Whitelist implements ExtensionPoint {
    public Whitelist() {}
}
