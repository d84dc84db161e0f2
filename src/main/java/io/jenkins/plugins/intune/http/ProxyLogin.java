package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jvnet.localizer.Localizable;

/** A proxy that wants authentication, with 407 as the answer to {@code CONNECT} or from within the tunnel. */
public final class ProxyLogin {

    private static final int REQUIRED = 407;

    /** What the client can do. HttpClient no longer has NTLM, and Negotiate needs a Kerberos ticket of the controller. */
    private static final List<String> SUPPORTED = List.of("Basic", "Digest");

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    /** The name of a scheme: a word that is followed by parameters or another challenge, and is no parameter itself. */
    private static final Pattern SCHEME = Pattern.compile("(?:^|,)\\s*([\\w-]+)(?=\\s*(?:,|$)|\\s+[^=\\s,])");

    private ProxyLogin() {}

    /** Whether a proxy gave this answer, even in a server's place. */
    public static boolean isRequired(HttpReply reply) {
        return reply.status() == REQUIRED;
    }

    /**
     * Says whose answer it is when there is a tunnel already: a proxy that opens the encrypted connection has answered in the
     * server's place, and so the server has not seen the request. The password is not sent there, as it is for the proxy that
     * makes the tunnel.
     */
    public static Localizable withinTunnel(HttpReply reply) {
        return Messages._ProxyLogin_withinTunnel(reply.statusLine());
    }

    /** Says why the proxy has made no tunnel. */
    static Localizable withoutTunnel(HttpReply answer, String host) {
        List<String> offered = answer.headers().getOrDefault("Proxy-Authenticate", List.of()).stream()
                .flatMap(header ->
                        SCHEME.matcher(QUOTED.matcher(header).replaceAll("")).results())
                .map((MatchResult scheme) -> PlainText.oneLine(scheme.group(1), 30))
                .distinct()
                .limit(10)
                .toList();
        boolean hopeless = isRequired(answer)
                && !offered.isEmpty()
                && offered.stream().noneMatch(scheme -> SUPPORTED.stream().anyMatch(scheme::equalsIgnoreCase));
        return hopeless
                ? Messages._ProxyLogin_unsupported(host, String.join(", ", offered), String.join(", ", SUPPORTED))
                : HttpFailure.isBusy(answer.status())
                        ? Messages._HttpFailure_proxyBusy(answer.status(), host)
                        : Messages._HttpFailure_proxy(answer.status(), host);
    }
}
