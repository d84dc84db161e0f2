package io.jenkins.plugins.intune.service;

import hudson.PluginWrapper;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.util.Secret;
import io.jenkins.plugins.intune.http.CurrentTransport;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/** The one HTTP client, with the proxy of Jenkins. Thread-safe. */
final class JenkinsTransport implements Supplier<HttpSender> {

    private final CurrentTransport current =
            new CurrentTransport(proxy -> new HttpTransport(proxy, trust(), userAgent(), Timer.get()));

    @Override
    public HttpSender get() {
        return current.get(proxy(Jenkins.get().getProxy()));
    }

    void close() {
        current.close();
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
        // After a snapshot's version come a space and who built it.
        String version = plugin == null ? "unknown" : plugin.getVersion().split(" ")[0];
        return "intune-remote-assistance/" + version;
    }
}
