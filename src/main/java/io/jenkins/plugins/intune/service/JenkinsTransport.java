package io.jenkins.plugins.intune.service;

import hudson.PluginWrapper;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.util.Secret;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * The one HTTP client, made on first use with the proxy of Jenkins, and made anew when an administrator changes that.
 * Calls under way end on the client that they began with. Thread-safe.
 */
final class JenkinsTransport implements Supplier<HttpTransport> {

    private ProxySettings settings;
    private HttpTransport transport;

    @Override
    public synchronized HttpTransport get() {
        ProxySettings wanted = proxy(Jenkins.get().getProxy());
        if (transport == null || !wanted.equals(settings)) {
            close();
            settings = wanted;
            transport = new HttpTransport(wanted, trust(), userAgent(), Timer.get());
        }
        return transport;
    }

    synchronized void close() {
        if (transport != null) {
            transport.retire();
            transport = null;
        }
    }

    private static ProxySettings proxy(ProxyConfiguration proxy) {
        if (proxy == null || Util.fixEmptyAndTrim(proxy.getName()) == null) {
            return ProxySettings.DIRECT;
        }
        return new ProxySettings(
                proxy.getName(),
                proxy.getPort(),
                Util.fixEmptyAndTrim(proxy.getUserName()),
                Secret.toString(proxy.getSecretPassword()),
                proxy.getNoProxyHostPatterns().stream().map(Pattern::pattern).toList());
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("This Java has no usable TLS: " + broken.getMessage(), broken);
        }
    }

    private static String userAgent() {
        PluginWrapper plugin = Jenkins.get().getPluginManager().whichPlugin(JenkinsTransport.class);
        // A snapshot's version goes on with a space and who built it.
        String version = plugin == null ? "unknown" : plugin.getVersion().split(" ")[0];
        return "intune-remote-assistance/" + version;
    }
}
