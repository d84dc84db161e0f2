package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.Lanes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The addresses of hosts, looked up on threads of their own: a name server that does not answer blocks the thread that
 * queries it.
 *
 * <p>A call waits for its host with {@link #find} before it takes a place in the queue for connections. The client then gets
 * the known addresses at once. An address is used for as long as a connection to it would be kept, so a name server that
 * fails for a moment stops nobody.
 *
 * <p>Thread-safe; never blocks.
 */
final class HostAddresses implements DnsResolver {

    /** The most look-ups at once. Each is for another host, and the plugin knows a handful of hosts. */
    static final int MAX_LOOK_UPS = 64;

    /** The most hosts that are remembered. */
    private static final int MAX_HOSTS = 256;

    /** Age at which a host is looked up again, in the background. Java itself remembers an address for as long. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    /** Age at which an address is not used any more. */
    private static final Duration USABLE = Duration.ofMinutes(5);

    private record Known(InetAddress[] addresses, long since) {}

    private final DnsResolver nameService;
    private final LongSupplier nanoTime;
    private final Lanes threads;
    private final Map<String, CompletableFuture<Void>> underWay = new HashMap<>();
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX_HOSTS;
        }
    };

    /**
     * @param nameService looks a host up, and may block
     * @param nanoTime a clock that never goes back, normally {@link System#nanoTime}
     * @param threads makes threads
     */
    HostAddresses(DnsResolver nameService, LongSupplier nanoTime, Executor threads) {
        this.nameService = nameService;
        this.nanoTime = nanoTime;
        this.threads = new Lanes(threads, MAX_LOOK_UPS);
    }

    /**
     * Makes sure that a host's addresses are known.
     *
     * @return completes when they are, at once if they are already; fails with an {@link UnknownHostException}
     */
    CompletableFuture<Void> find(String host) {
        String name = name(host);
        CompletableFuture<Void> found;
        synchronized (this) {
            Known addresses = known.get(name);
            long age = addresses == null ? Long.MAX_VALUE : nanoTime.getAsLong() - addresses.since;
            if (age < FRESH.toNanos()) {
                return CompletableFuture.completedFuture(null);
            }
            found = underWay.get(name);
            if (found == null) {
                found = CompletableFuture.runAsync(() -> lookUp(name), threads.of(name, 1));
                // No other thread can have seen its end yet, because that takes the lock.
                underWay.put(name, found);
            }
            if (age < USABLE.toNanos()) {
                return CompletableFuture.completedFuture(null);
            }
        }
        return found.copy();
    }

    /** Why there is no thread to look a host up at the moment, if Java refuses one. */
    Optional<Throwable> refusal() {
        return threads.refusal();
    }

    private void lookUp(String name) {
        try {
            InetAddress[] addresses = nameService.resolve(name);
            if (addresses == null || addresses.length == 0) {
                throw new UnknownHostException(name);
            }
            synchronized (this) {
                known.put(name, new Known(addresses, nanoTime.getAsLong()));
            }
        } catch (UnknownHostException unknown) {
            throw new CompletionException(unknown);
        } finally {
            synchronized (this) {
                underWay.remove(name);
            }
        }
    }

    /** What is known of a host by now. */
    @Override
    public synchronized InetAddress[] resolve(String host) throws UnknownHostException {
        Known addresses = known.get(name(host));
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        return addresses.addresses.clone();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** An IPv6 address has brackets in some places and none in others. */
    private static String name(String host) {
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        return (brackets ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }
}
