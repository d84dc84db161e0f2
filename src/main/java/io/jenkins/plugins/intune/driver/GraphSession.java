package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.DeviceSearch;
import io.jenkins.plugins.intune.graph.GraphAnswer;
import io.jenkins.plugins.intune.graph.GraphCalls;
import io.jenkins.plugins.intune.graph.GraphProbe;
import io.jenkins.plugins.intune.graph.Permissions;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.request.Event;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.retry.Disposition;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One request's way to Graph, the same for all of its calls: the present credential, a token that Graph has not refused, the
 * app's throttle. Used from one event at a time.
 */
final class GraphSession {

    /** A call that begins so long after its token was there has waited in line, where the token may have expired. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    /** What a call needs at this moment. */
    private record Link(
            GraphAccess access,
            // In memory only.
            @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
            String token,

            AppThrottle throttle,
            long since,
            int number) {

        CloudEndpoints endpoints() {
            return access.endpoints();
        }

        Optional<List<String>> roles() {
            return access.roles().apply(token);
        }

        GraphTenant tenant() {
            return new GraphTenant(
                    endpoints().graphRoot().getHost(),
                    access.tenants().apply(token).orElse(null));
        }
    }

    private final RequestPlan plan;
    private final AccessCache cache;
    private final Clocks clocks;
    /** Set by the calls' own threads too. */
    private volatile Link latest;

    private volatile String refused;
    /** Where the device was read, because Graph did not serve it at its own address; null if it was not so. */
    private volatile DeviceAddress instead;

    private PacedSender underWay;
    /** How often something was given up. */
    private int rounds;
    /** How often a link was asked for. */
    private int links;

    GraphSession(RequestPlan plan, AccessCache cache, Clocks clocks) {
        this.plan = plan;
        this.cache = cache;
        this.clocks = clocks;
    }

    /** The app's throttle, once there is a token that says which app it is. */
    CompletableFuture<AppThrottle> throttle() {
        return link().thenApply(Link::throttle);
    }

    /** How long nothing of the app may leave because Graph said so, as far as is known; zero for not at all. */
    Duration heldFor() {
        Link link = latest;
        return link == null ? Duration.ZERO : link.throttle().heldFor();
    }

    /** The tenant that knows the device, once there is a token; unknown for a request that does not have to know it. */
    CompletableFuture<GraphTenant> tenant() {
        return plan.options().notAgainWithin().isZero()
                ? CompletableFuture.completedFuture(GraphTenant.UNKNOWN)
                : link().thenApply(Link::tenant);
    }

    /** The tenant that gets the action. */
    GraphTenant actionTenant() {
        return latest.tenant();
    }

    private synchronized int round() {
        return rounds;
    }

    private CompletableFuture<Link> link() {
        String notThis = refused;
        int number = nextLink();
        return cache.get()
                .thenCompose(access -> (notThis == null
                                ? access.tokens().current()
                                : access.tokens().renewed(notThis))
                        .thenApply(token ->
                                new Link(access, token, access.throttles().apply(token), clocks.nanos(), number)))
                .thenApply(link -> landed(link, notThis));
    }

    private synchronized int nextLink() {
        return ++links;
    }

    /** A token that lands after one that was asked for later is nobody's any more: the credential may be another now. */
    private synchronized Link landed(Link link, String notThis) {
        if (latest == null || link.number() > latest.number()) {
            latest = link;
            if (Objects.equals(refused, notThis)) {
                refused = null;
            }
        }
        return link;
    }

    /** Looks the device up. */
    CompletableFuture<Event> lookUp(Duration timeout) {
        int round = round();
        return link().thenCompose(link -> {
            PacedSender sender = paced(link, Priority.DECIDING, round);
            return new DeviceSearch(link.endpoints(), () -> sender)
                    .find(plan.query().orElseThrow(), plan.options().apiVersion(), link.token(), timeout)
                    .thenApply(found -> {
                        if (found.device().isPresent()) {
                            return new Event.Found(found.device().get(), found.warnings());
                        }
                        return found.refusal()
                                .<Event>map(reply -> failed(link, reply, found.problem()))
                                .orElseGet(() -> new Event.NotFound(found.problem()));
                    });
        });
    }

    /** Reads the device. */
    CompletableFuture<Event> device(RequestState state, Priority priority, Duration timeout) {
        DeviceAddress readable = instead == null ? plan.readable(state).orElseThrow() : instead;
        return device(readable, state, priority, timeout, round());
    }

    private CompletableFuture<Event> device(
            DeviceAddress readable, RequestState state, Priority priority, Duration timeout, int round) {
        return link().thenCompose(link -> {
            ApiVersion version = readable.equals(plan.address(state).orElseThrow())
                    ? plan.options().apiVersion()
                    : ApiVersion.AUTO;
            URI uri = URI.create(readable.uri(link.endpoints(), version) + DeviceReading.SELECT);
            PacedSender sender = paced(link, priority, round);
            return new GraphCalls(() -> sender).get(uri, link.token(), timeout).thenCompose(reply -> {
                Optional<DeviceAddress> other = readable.instead(reply);
                if (other.isPresent()) {
                    return device(other.get(), state, priority, timeout, round).thenApply(event -> {
                        if (event instanceof Event.Read) {
                            instead = other.get();
                        }
                        return event;
                    });
                }
                return CompletableFuture.completedFuture(DeviceReading.of(reply, readable)
                        .<Event>map(Event.Read::new)
                        .orElseGet(() -> failed(link, reply, GraphAnswer.explainDevice(reply, readable.form()))));
            });
        });
    }

    /** Reads how far the tenant's connector is set up, and for a dry run what the app may: that fails if there is no token. */
    CompletableFuture<Event> check(Duration timeout) {
        int round = round();
        // A request learns that from Graph's answer.
        CompletableFuture<String> lacking = plan.options().dryRun()
                ? cache.roles(this::roles).thenApply(this::lacking)
                : CompletableFuture.completedFuture("");
        return lacking.thenCompose(
                words -> connector(timeout, round).thenApply(known -> new Event.Checked(known, words)));
    }

    private String lacking(Optional<List<String>> known) {
        return known.filter(roles -> !Permissions.of(roles).suffice(plan.form()))
                .map(roles -> Permissions.of(roles).describe(roles))
                .orElse("");
    }

    /** A token that lacks something is renewed, because it can be older than a consent. */
    private CompletableFuture<Optional<List<String>>> roles() {
        return link().thenCompose(link -> {
            Optional<List<String>> roles = link.roles();
            if (roles.isEmpty() || Permissions.of(roles.get()).suffice(plan.form())) {
                return CompletableFuture.completedFuture(roles);
            }
            refused = link.token();
            return link().thenApply(Link::roles);
        });
    }

    private CompletableFuture<Connector> connector(Duration timeout, int round) {
        return cache.connector(() -> link().thenCompose(link -> {
            PacedSender sender = paced(link, Priority.DECIDING, round);
            return new GraphProbe(link.endpoints(), () -> sender).connector(link.token(), timeout);
        }));
    }

    /**
     * @param round the round in which it was wanted: a call that was given up while the token was on its way does not begin
     *     any more
     */
    private PacedSender paced(Link link, Priority priority, int round) {
        // A dry run of thousands of devices must not hold up requests.
        Priority place = plan.options().dryRun() ? Priority.POLLING : priority;
        PacedSender sender = new PacedSender(link.access().transport(), link.throttle(), place, clocks);
        boolean late;
        synchronized (this) {
            late = round != rounds;
            underWay = late ? underWay : sender;
        }
        if (late) {
            sender.cancel();
        }
        return sender;
    }

    private Event failed(Link link, HttpReply reply, String words) {
        ReadFailure failure = ReadFailure.of(reply, words, clocks.now());
        if (failure.kind() == ReadFailure.Kind.TOKEN_REFUSED) {
            refused = link.token();
        }
        boolean waited = clocks.nanos() - link.since() > FRESH.toNanos();
        return new Event.ReadFailed(waited ? failure.waited() : failure);
    }

    /** Gives up what is being read. */
    void cancel() {
        PacedSender current;
        synchronized (this) {
            rounds++;
            current = underWay;
            underWay = null;
        }
        if (current != null) {
            current.cancel();
        }
    }

    /** Sends the action, once, with the token that the device was just read with. */
    HttpExchange send(RequestState state, Duration timeout) {
        Link link = latest;
        return new GraphCalls(link.access().transport())
                .post(action(state), link.token(), state.sent().clientRequestId(), timeout);
    }

    /** The action was answered. */
    void noteRefusal(HttpReply reply) {
        // Somebody else's word on the action says nothing, not even of the token.
        if (Disposition.of(reply) == Disposition.TOKEN_REFUSED) {
            refused = latest.token();
        }
    }

    /** The address of the action. */
    URI action(RequestState state) {
        return plan.address(state)
                .orElseThrow()
                .action(latest.endpoints(), plan.options().apiVersion());
    }

    /** What people should know before they rely on the credential. */
    List<String> warnings() {
        return latest.access().warnings();
    }

    /** Why no answer came; a credential that was there before may come back. */
    ReadFailure failure(Throwable cause) {
        ReadFailure failure = ReadFailure.of(cause);
        boolean ofCredential =
                !(cause instanceof TokenException) && !(cause instanceof HttpFailure) && !(cause instanceof Error);
        return ofCredential && cache.isKnown() ? failure.later() : failure;
    }
}
