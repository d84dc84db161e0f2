package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is learned before the request leaves: which session link and which error stand at the device already, so that new
 * ones can be told from them, and what makes it likely that nothing will follow.
 *
 * <p>Only a request that waits for its session depends on it: without the link before, a new one could not be told. To any
 * other it serves a later doubt alone, and what cannot be read is let be.
 */
final class Preflight {

    /** So often a device is read before a request that waits for its session is given up. */
    private static final int TRIES = 3;

    private final RequestPlan plan;
    private final RequestHost host;
    private final RequestLife life;
    private boolean looked;
    private int tries;
    private Connector connector = Connector.UNKNOWN;

    Preflight(RequestPlan plan, RequestHost host, RequestLife life) {
        this.plan = plan;
        this.host = host;
        this.life = life;
    }

    /** How far the connector is set up, as far as it was asked. */
    Connector connector() {
        return connector;
    }

    /**
     * Looks, if that has not been done yet, and goes on.
     *
     * @param token the bearer token
     * @param next takes the token on
     * @param again comes back with a new client and token after a wait
     */
    void look(GraphClient graph, String token, Consumer<String> next, Runnable again) {
        if (looked || life.state().linkBefore() != null) {
            next.accept(token);
            return;
        }
        life.doing("reading the device");
        Duration most = DoubtInquiry.bounded(life.remaining().dividedBy(4));
        life.events()
                .follow(
                        graph.readDevice(token, most),
                        reply -> {
                            Optional<DeviceReading> device = DeviceReading.of(reply);
                            if (device.isPresent()) {
                                learn(graph, token, device.get(), next);
                            } else {
                                unreadable(graph.explainDevice(reply), RetryAfter.of(reply, host.now()), token, next, again);
                            }
                        },
                        cause -> unreadable(Failures.reason(cause), Optional.empty(), token, next, again));
    }

    private void learn(GraphClient graph, String token, DeviceReading device, Consumer<String> next) {
        looked = true;
        life.become(life.state()
                .withBefore(device.details().id(), device.link().digest(), SessionLink.digest(device.error())));
        if (!plan.waitsForSession()) {
            next.accept(token);
            return;
        }
        device.details().concerns().forEach(this::warn);
        Duration most = DoubtInquiry.bounded(life.remaining().dividedBy(4));
        life.events()
                .follow(
                        graph.readConnector(token, most),
                        reply -> {
                            know(Connector.of(reply));
                            next.accept(token);
                        },
                        unreachable -> next.accept(token));
    }

    private void know(Connector found) {
        connector = found;
        if (found.isMissing()) {
            warn(found.advice());
        }
    }

    private void unreadable(String why, Optional<Duration> asked, String token, Consumer<String> next, Runnable again) {
        if (!plan.waitsForSession()) {
            looked = true;
            next.accept(token);
            return;
        }
        String what = Messages.Preflight_unreadable(why);
        if (++tries < TRIES) {
            life.retry(
                    asked.orElseGet(() -> Backoff.after(tries)),
                    what,
                    note -> life.texts().unsent(life.state(), what + " " + note),
                    again);
        } else {
            life.fail(life.texts().unsent(life.state(), what));
        }
    }

    private void warn(String text) {
        host.log(Messages.RequestTexts_warning(text));
    }
}
