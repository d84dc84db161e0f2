package io.jenkins.plugins.intune.bench;

/** Who is measured, in the order of the tables. */
enum PeerKind {
    PLUGIN_ACTION("plugin, the POST alone", "peer-plugin", "graph.PluginActionPeer", false),
    PLUGIN_REQUEST("plugin, the whole request", "peer-plugin", "graph.PluginRequestPeer", false),
    SDK("Graph SDK", "peer-sdk", "bench.SdkPeer", true),
    SDK_HTTP1("Graph SDK over HTTP/1.1", "peer-sdk", "bench.SdkPeer", false),
    MSAL("msal4j and JDK client", "peer-msal4j", "bench.MsalPeer", true),
    JDK("JDK client", "peer-jdk", "bench.JdkPeer", true),
    APACHE("Apache client", "peer-apache", "bench.ApachePeer", false);

    private final String label;
    private final String module;
    private final String className;
    private final boolean http2;

    PeerKind(String label, String module, String className, boolean http2) {
        this.label = label;
        this.module = module;
        this.className = className;
        this.http2 = http2;
    }

    String label() {
        return label;
    }

    String module() {
        return module;
    }

    String className() {
        return "io.jenkins.plugins.intune." + className;
    }

    /** Whether it is pointed at the port that offers HTTP/2, which its client then takes. */
    boolean http2() {
        return http2;
    }

    /** Whether it is one of the two that goals are set against. */
    boolean isSdk() {
        return this == SDK || this == SDK_HTTP1;
    }
}
