package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks a device up by one of its properties: all pages of the list are read, so that one match is known to be the only one.
 * What counts as a match is compared here; Graph's filter only limits what has to be compared. Bounded, and changes nothing.
 * Thread-safe; never blocks.
 */
public final class DeviceSearch {

    /** Devices a page: each is well below a kilobyte, so a page stays within {@link HttpReply#BODY_LIMIT}. */
    private static final int PAGE = 50;

    /** Most pages that are read: Graph may send some without a device on them, so they have a bound of their own. */
    private static final int MAX_PAGES = 20;

    /** Most matches that are collected: more of them would not help. */
    private static final int MAX_MATCHES = 100;

    /** Most devices that are looked at: a server that sends more has ignored the filter. */
    private static final int MAX_LOOKED_AT = 500;

    /** Most of several matches that a message names. */
    private static final int MAX_NAMED = 10;

    /**
     * The result of a search.
     *
     * @param device the device, if exactly one has the value
     * @param wording says why there is none, in the language of the thread that asks
     * @param refusal Graph's answer, if it was not a list of devices; another attempt may succeed
     * @param strays how many devices Graph returned that have another value
     */
    public record Outcome(
            Optional<DeviceDetails> device, Supplier<String> wording, Optional<HttpReply> refusal, int strays) {

        /** Why there is none, in a sentence or two; the empty string if there is. */
        public String problem() {
            return wording.get();
        }

        /** A warning if Graph also returned devices that were not looked for. */
        public List<String> warnings() {
            return strays == 0 ? List.of() : List.of(Messages.DeviceSearch_strays(strays));
        }

        private static Outcome found(DeviceDetails device, int strays) {
            return new Outcome(Optional.of(device), () -> "", Optional.empty(), strays);
        }

        private static Outcome notOne(Supplier<String> problem) {
            return new Outcome(Optional.empty(), problem, Optional.empty(), 0);
        }

        private static Outcome refused(HttpReply reply) {
            return new Outcome(Optional.empty(), () -> GraphAnswer.explainList(reply), Optional.of(reply), 0);
        }
    }

    /**
     * The devices of the first page whose value begins as somebody typed.
     *
     * @param devices the devices, in Graph's order
     * @param more whether there are more, which were not read
     * @param refusal Graph's answer, if it was not a list of devices
     */
    public record Listing(List<DeviceDetails> devices, boolean more, Optional<HttpReply> refusal) {}

    private final CloudEndpoints endpoints;
    private final GraphCalls calls;

    /**
     * @param endpoints where the cloud answers
     * @param transport the present HTTP client
     */
    public DeviceSearch(CloudEndpoints endpoints, Supplier<? extends HttpSender> transport) {
        this.endpoints = endpoints;
        calls = new GraphCalls(transport);
    }

    /**
     * Looks for the one device with a value.
     *
     * @param version the version of Graph to call
     * @param token the bearer token
     * @param each how long each page may take
     * @return what came of it; fails with an {@link io.jenkins.plugins.intune.http.HttpFailure} if no answer came
     */
    public CompletableFuture<Outcome> find(DeviceQuery query, ApiVersion version, String token, Duration each) {
        return find(query, device -> true, version, token, each);
    }

    /**
     * The same among some devices only; of the others nothing is said, not even that they exist.
     *
     * @param scope tells these devices
     */
    public CompletableFuture<Outcome> find(
            DeviceQuery query, Predicate<DeviceDetails> scope, ApiVersion version, String token, Duration each) {
        return new Walk(query, scope, token, each).page(query.matches(endpoints, version, PAGE));
    }

    /**
     * Lists devices whose value begins with the query's, for whoever types the beginning. Graph's startsWith is known to
     * return devices that merely contain it, so a whole page is read and compared here.
     *
     * @param timeout how long the answer may take
     * @return fails if no answer came
     * @see <a href="https://github.com/microsoftgraph/microsoft-graph-docs/issues/21956">startsWith returns the same as
     *     contains</a>
     */
    public CompletableFuture<Listing> beginningWith(DeviceQuery query, String token, Duration timeout) {
        return calls.get(query.beginnings(endpoints, PAGE), token, timeout)
                .thenApply(reply -> DeviceList.of(reply, query::isBeginningOf)
                        .map(page -> new Listing(page.devices(), page.nextLink().isPresent(), Optional.empty()))
                        .orElseGet(() -> new Listing(List.of(), false, Optional.of(reply))));
    }

    /** One search, from page to page. Used by one page's answer at a time. */
    private final class Walk {

        private final DeviceQuery query;
        private final Predicate<DeviceDetails> scope;
        // Kept for as long as the search takes, and in memory only.
        @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
        private final String token;

        private final Duration each;
        /** By id: a device that moves from one page to the next while they are read is still one device. */
        private final Map<String, DeviceDetails> found = new LinkedHashMap<>();

        private final Map<String, DeviceDetails> strays = new LinkedHashMap<>();
        private int pages;

        Walk(DeviceQuery query, Predicate<DeviceDetails> scope, String token, Duration each) {
            this.query = query;
            this.scope = scope;
            this.token = token;
            this.each = each;
        }

        CompletableFuture<Outcome> page(URI uri) {
            return calls.get(uri, token, each).thenCompose(reply -> goOn(uri, reply));
        }

        private CompletableFuture<Outcome> goOn(URI uri, HttpReply reply) {
            Optional<DeviceList> page = DeviceList.of(reply, query::isValueOf);
            if (page.isEmpty()) {
                return done(Outcome.refused(reply));
            }
            page.get().devices().forEach(device -> (scope.test(device) ? found : strays).put(device.id(), device));
            page.get().others().forEach(device -> strays.put(device.id(), device));
            pages++;
            Optional<String> next = page.get().nextLink();
            int lookedAt = found.size() + strays.size();
            boolean enough = found.size() >= MAX_MATCHES || pages == MAX_PAGES || lookedAt >= MAX_LOOKED_AT;
            if (next.isEmpty() || enough && found.size() > 1) {
                return done(decide(
                        found.values(), strays.values().stream().filter(scope).toList(), next.isPresent()));
            }
            if (enough) {
                return done(Outcome.notOne(() -> lookedAt >= MAX_LOOKED_AT
                        ? Messages.DeviceSearch_unfiltered(lookedAt, found.size())
                        : Messages.DeviceSearch_endless(MAX_PAGES)));
            }
            return NextPage.of(next.get(), uri)
                    .map(this::page)
                    .orElseGet(
                            () -> done(Outcome.notOne(() -> Messages.DeviceSearch_elsewhere(endpoints.graphRoot()))));
        }

        private CompletableFuture<Outcome> done(Outcome outcome) {
            return CompletableFuture.completedFuture(outcome);
        }
    }

    /** @param more whether there are pages that were not read */
    private static Outcome decide(Collection<DeviceDetails> found, Collection<DeviceDetails> strays, boolean more) {
        if (found.size() == 1) {
            return Outcome.found(found.iterator().next(), strays.size());
        }
        if (found.size() > 1) {
            List<DeviceDetails> candidates = List.copyOf(found);
            return Outcome.notOne(() -> more
                    ? Messages.DeviceSearch_atLeast(candidates.size(), names(candidates))
                    : Messages.DeviceSearch_several(candidates.size(), names(candidates)));
        }
        List<DeviceDetails> others = List.copyOf(strays);
        return Outcome.notOne(() -> others.isEmpty()
                ? Messages.DeviceSearch_none()
                : Messages.DeviceSearch_noneButOthers(others.size(), names(others)));
    }

    private static String names(List<DeviceDetails> found) {
        String named = found.stream()
                .limit(MAX_NAMED)
                .map(DeviceDetails::describeAmongOthers)
                .reduce((before, last) -> Messages.DeviceSearch_listed(before, last))
                .orElseThrow();
        int rest = found.size() - MAX_NAMED;
        return rest <= 0 ? named : Messages.DeviceSearch_listed(named, Messages.DeviceSearch_more(rest));
    }
}
