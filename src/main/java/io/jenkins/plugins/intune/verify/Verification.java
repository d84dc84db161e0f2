package io.jenkins.plugins.intune.verify;

import io.jenkins.plugins.intune.entra.AccessToken;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.TokenClaims;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.GraphProbe;
import io.jenkins.plugins.intune.graph.Permissions;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jvnet.localizer.Localizable;

/**
 * One try of an app: a new token, what it allows, a harmless read in Graph, the connector, and a device if one is given. Asks
 * nobody for remote assistance and changes nothing. To be run once.
 *
 * <p>Every step has a share of the time, so that a step that hangs is named before {@link #LIMIT} is reached.
 */
public final class Verification {

    /** How long the whole may take. */
    public static final Duration LIMIT = Duration.ofSeconds(15);

    private static final Duration FOR_TOKEN = Duration.ofSeconds(7);
    private static final Duration FOR_READ = Duration.ofMillis(3_500);

    private final Cloud cloud;
    private final WorkloadIdentity identity;
    private final DeviceTarget device;
    private final EntraTokens tokens;
    private final CloudEndpoints endpoints;
    private final Function<String, HttpSender> senders;
    private final List<Supplier<Stream<Finding>>> findings = new ArrayList<>();

    /**
     * @param cloud the app's cloud
     * @param endpoints where it answers
     * @param identity the app
     * @param device the device to look up and read, or {@code null} for none
     * @param tokens where tokens come from
     * @param senders what sends reads with a token
     */
    public Verification(
            Cloud cloud,
            CloudEndpoints endpoints,
            WorkloadIdentity identity,
            DeviceTarget device,
            EntraTokens tokens,
            Function<String, HttpSender> senders) {
        this.cloud = cloud;
        this.identity = identity;
        this.device = device;
        this.tokens = tokens;
        this.endpoints = endpoints;
        this.senders = senders;
    }

    /**
     * Runs it. The future completes within {@link #LIMIT}, and never fails.
     *
     * @return puts the findings into words, in the language of the thread that calls it: the answers come on others
     */
    public CompletableFuture<Supplier<List<Finding>>> run() {
        return tokens.fresh(identity, FOR_TOKEN)
                .handle((token, failure) -> failure == null ? look(token) : stop(failure))
                .thenCompose(Function.identity())
                .handle((done, failure) -> finish(failure))
                .completeOnTimeout(
                        () -> List.of(Finding.wrong(Messages.Verification_tooLong(LIMIT.toSeconds()))),
                        LIMIT.toMillis() - 500,
                        TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Void> stop(Throwable failure) {
        return tokens.evidence(identity).handle((evidence, unknown) -> {
            Optional<Localizable> known = unknown == null ? evidence : Optional.empty();
            add(() -> Finding.wrong(Sentences.join(
                    Failures.reason(failure), known.map(Localizable::toString).orElse(""))));
            return null;
        });
    }

    private CompletableFuture<Void> look(AccessToken token) {
        Optional<TokenClaims> claims = TokenClaims.of(token.value());
        // What the token says and not what was requested: for a managed identity, nothing else names the tenant.
        add(() -> Finding.right(Messages.Verification_token(
                claims.flatMap(TokenClaims::app).orElse("-"),
                claims.flatMap(TokenClaims::tenant).orElse("-"))));
        Optional<Permissions> permissions = claims.map(TokenClaims::roles).map(Permissions::of);
        add(() -> permissions
                .map(known -> finding(known, claims.get().roles()))
                .orElseGet(() -> Finding.warning(Messages.Verification_opaque())));
        GraphProbe graph = new GraphProbe(endpoints, () -> senders.apply(token.value()));
        CompletableFuture<GraphProbe.Outcome> read =
                permissions.filter(Permissions.SOME_DEVICES::equals).isPresent()
                        ? graph.anyScript(token.value(), FOR_READ)
                        : graph.anyDevice(token.value(), FOR_READ);
        CompletableFuture<Connector> connector =
                graph.connector(token.value(), FOR_READ).exceptionally(unreadable -> Connector.UNKNOWN);
        return read.handle((outcome, failure) -> {
                    add(() -> readable(failure == null ? outcome.problem() : Failures.reason(failure)));
                    return connector;
                })
                .thenCompose(Function.identity())
                .thenCompose(known -> {
                    addConnector(known);
                    return device == null ? CompletableFuture.<Void>completedFuture(null) : lookAtDevice(graph, token);
                });
    }

    /** Most apps may not read it, and need not. */
    private void addConnector(Connector connector) {
        if (connector == Connector.ONBOARDED) {
            add(() -> Finding.right(Messages.Verification_connector()));
        } else if (connector.isMissing()) {
            add(() -> Finding.wrong(connector.advice()));
        }
    }

    private static Finding finding(Permissions permissions, List<String> roles) {
        Finding.Level level =
                switch (permissions) {
                    case ALL_DEVICES -> Finding.Level.RIGHT;
                    case SOME_DEVICES -> Finding.Level.WARNING;
                    case OTHERS, NONE -> Finding.Level.WRONG;
                };
        return new Finding(level, permissions.describe(roles));
    }

    private static Finding readable(String problem) {
        return problem.isEmpty() ? Finding.right(Messages.Verification_read()) : Finding.wrong(problem);
    }

    private CompletableFuture<Void> lookAtDevice(GraphProbe graph, AccessToken token) {
        return graph.device(device, token.value(), FOR_READ).handle((outcome, failure) -> {
            if (failure != null || outcome.device().isEmpty()) {
                add(() -> Finding.wrong(Messages.Verification_noDevice(
                        device, failure == null ? outcome.problem() : Failures.reason(failure))));
            } else {
                DeviceDetails found = outcome.device().get();
                add(() -> Finding.right(Messages.Verification_device(device, found.describe())));
                addWarnings(found::concerns);
            }
            return null;
        });
    }

    /** What is known without asking anybody comes last: it matters only once the rest is right. */
    private Supplier<List<Finding>> finish(Throwable mistake) {
        if (mistake != null) {
            add(() -> Finding.wrong(Failures.reason(mistake)));
        }
        addWarnings(() -> identity.warnings(Instant.now()));
        addWarnings(cloud::warnings);
        return this::findings;
    }

    private synchronized void add(Supplier<Finding> finding) {
        findings.add(() -> Stream.of(finding.get()));
    }

    private synchronized void addWarnings(Supplier<List<String>> warnings) {
        findings.add(() -> warnings.get().stream().map(Finding::warning));
    }

    private synchronized List<Finding> findings() {
        return findings.stream().flatMap(Supplier::get).toList();
    }
}
