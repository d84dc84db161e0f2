package io.jenkins.plugins.intune.http;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Keeps tokens and passwords out of Jenkins' log where somebody lets Apache's client tell what it writes, to find out what is
 * wrong with a proxy. Only what this plugin's network threads would say is kept back: the clients of other plugins are theirs.
 */
final class SecretsInLogs {

    private static final String HEADERS = "org.apache.hc.client5.http.headers";
    private static final String WIRE = "org.apache.hc.client5.http.wire";

    /** The headers of tokens, of a proxy's password, and of what a managed identity's endpoint wants to know. */
    private static final Pattern SECRET =
            Pattern.compile("authorization|identity-header|secret", Pattern.CASE_INSENSITIVE);

    private static final ThreadLocal<Boolean> OWN_THREAD = new ThreadLocal<>();

    /** Held, because Java forgets a logger, and its filter, that nobody holds. */
    private static final List<Logger> FILTERED = List.of(filtered(HEADERS), filtered(WIRE));

    private SecretsInLogs() {}

    /** A network thread's work, whose secrets are kept out. */
    static Runnable keepOut(Runnable work) {
        return () -> {
            OWN_THREAD.set(!FILTERED.isEmpty());
            work.run();
        };
    }

    private static Logger filtered(String name) {
        Logger logger = Logger.getLogger(name);
        Filter before = logger.getFilter();
        logger.setFilter(said -> !isSecret(said) && (before == null || before.isLoggable(said)));
        return logger;
    }

    /** On the wire a header can be anywhere, also cut in two. */
    private static boolean isSecret(LogRecord said) {
        return OWN_THREAD.get() != null
                && (WIRE.equals(said.getLoggerName())
                        || SECRET.matcher(said.getMessage() + Arrays.toString(said.getParameters()))
                                .find());
    }
}
