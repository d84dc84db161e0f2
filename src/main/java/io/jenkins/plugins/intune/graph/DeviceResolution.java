package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds out which device a request is for, if its plan names it by a property. That is done once: the device's id is
 * saved with the request's state, so that a restart never asks another device. Nothing is sent to Intune but reads.
 *
 * <p>Used from one event at a time, as {@link RequestLife}.
 */
final class DeviceResolution {

    /** A look-up that fails without having been throttled is made this often before giving up. */
    private static final int ATTEMPTS = 5;

    private final RequestPlan plan;
    private final RequestHost host;
    private final RequestLife life;
    private final GraphConnection connection;
    private int failures;
    private int throttles;

    DeviceResolution(RequestPlan plan, RequestHost host, RequestLife life, GraphConnection connection) {
        this.plan = plan;
        this.host = host;
        this.life = life;
        this.connection = connection;
    }

    /** Whether the device is still to be looked up. */
    boolean isOpen() {
        return plan.address(life.state()).isEmpty();
    }

    /** Says in the log what comes next: the look-up, or the request itself. */
    void announce() {
        host.log(
                isOpen()
                        ? Messages.DeviceResolution_lookingUp(plan.target())
                        : life.texts().asking(connection.client().action()));
    }

    /**
     * Looks the device up, and tries again what may end otherwise. Ends the request if there is not exactly one.
     *
     * @param token the bearer token
     * @param found runs when the state holds the device's id
     */
    void lookUp(String token, Runnable found) {
        life.doing("looking up the device");
        Duration each = DoubtInquiry.bounded(life.remaining());
        GraphAccess access = connection.client().access();
        DeviceSearch search = new DeviceSearch(access.endpoints(), access.transport());
        life.events()
                .follow(
                        search.find((DeviceQuery) plan.target(), plan.apiVersion(), token, each),
                        outcome -> {
                            if (outcome.device().isPresent()) {
                                take(outcome.device().get(), found);
                            } else if (outcome.refusal().isPresent()) {
                                refused(token, outcome.refusal().get(), outcome.problem());
                            } else {
                                life.fail(life.texts().unsent(life.state(), outcome.problem()));
                            }
                        },
                        this::unanswered);
    }

    private void take(DeviceDetails device, Runnable found) {
        Optional<String> objection = host.objection(device.id());
        // Nobody waits for this save: before the request leaves, the state is saved anyway.
        life.save(life.state().withDeviceId(device.id()));
        host.log(Messages.DeviceResolution_found(plan.target(), device.id(), device.describe()));
        device.concerns().forEach(concern -> host.log(Messages.RequestTexts_warning(concern)));
        objection.ifPresentOrElse(life::skip, found);
    }

    private void refused(String token, HttpReply reply, String problem) {
        switch (Fate.of(reply)) {
            case NOT_PROCESSED -> retry(reply, Backoff.after(++throttles), problem);
            case IN_DOUBT -> {
                // A read may be repeated whatever became of it.
                if (++failures < ATTEMPTS) {
                    retry(reply, Backoff.after(failures), problem);
                } else {
                    fail(problem);
                }
            }
            case TOKEN_REFUSED -> {
                if (!connection.renew(token, Messages.RequestTexts_answered(reply.statusLine()))) {
                    fail(problem);
                }
            }
            default -> fail(problem);
        }
    }

    private void retry(HttpReply reply, Duration otherwise, String problem) {
        life.retry(
                RetryAfter.of(reply, host.now()).orElse(otherwise),
                Messages.RequestTexts_answered(reply.statusLine()),
                note -> life.texts().unsent(life.state(), problem + " " + note),
                connection::reauthorize);
    }

    private void unanswered(Throwable cause) {
        String why = Failures.reason(cause);
        if (Fate.of(cause) != Fate.NO_WAY && ++failures < ATTEMPTS) {
            life.retry(
                    Backoff.after(failures),
                    why,
                    note -> life.texts().unsent(life.state(), why + " " + note),
                    connection::reauthorize);
        } else {
            fail(why);
        }
    }

    private void fail(String problem) {
        life.fail(life.texts().unsent(life.state(), problem));
    }
}
