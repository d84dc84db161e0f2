package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A request's way to Graph: the credential, and tokens for it. After a wait the credential is looked up anew, because it may
 * have been changed, and then the change counts.
 *
 * <p>Used from one event at a time, as {@link RequestLife}.
 */
final class GraphConnection {

    /** A token endpoint that is down or busy is asked this often before giving up. */
    private static final int TOKEN_ATTEMPTS = 5;

    private final RequestPlan plan;
    private final RequestHost host;
    private final RequestLife life;
    private final Consumer<String> authorized;
    private GraphClient client;
    private int failedTokens;

    /** @param authorized takes a token on, at the beginning and whenever something has to be tried again */
    GraphConnection(RequestPlan plan, RequestHost host, RequestLife life, Consumer<String> authorized) {
        this.plan = plan;
        this.host = host;
        this.life = life;
        this.authorized = authorized;
    }

    /** Whether the credential was looked up. */
    boolean isOpen() {
        return client != null;
    }

    /** The client that the credential made; only while it {@link #isOpen()}. */
    GraphClient client() {
        return client;
    }

    /** From now on the client is one for the device that was found. */
    void deviceFound() {
        client = client.at(life.state());
    }

    /**
     * Looks the credential up, unless that was done, and goes on.
     *
     * @param otherwise takes the reason why it cannot be used
     */
    void connect(Runnable next, Consumer<String> otherwise) {
        if (isOpen()) {
            next.run();
            return;
        }
        life.doing("looking up the credential");
        life.events()
                .follow(
                        host.access(),
                        access -> {
                            client = new GraphClient(access, plan, life.state());
                            next.run();
                        },
                        cause -> otherwise.accept(Failures.reason(cause)));
    }

    private void reconnect(Runnable next) {
        client = null;
        connect(next, why -> life.fail(life.texts().unsent(life.state(), why)));
    }

    /** Gets a token and goes on with it as every request does. */
    void authorize() {
        authorize(authorized);
    }

    private void authorize(Consumer<String> next) {
        life.doing("getting a token from Entra ID");
        life.events().follow(client.access().tokens().current(), next, this::noToken);
    }

    /** The same after a wait. */
    void reauthorize() {
        reauthorize(authorized);
    }

    /** The same after a wait, for a request that goes on from where it is. */
    void reauthorize(Consumer<String> next) {
        reconnect(() -> authorize(next));
    }

    /**
     * Gets a new token after Graph refused one, and goes on with it as every request does: once in a request's life, because
     * a token can be older than a consent, and a second refusal means what it says.
     *
     * @param refused the token
     * @param what how Graph refused it, for the log
     * @return whether it does; if not, that was done before, and nothing happens
     */
    boolean renew(String refused, String what) {
        if (life.state().tokenRenewed()) {
            return false;
        }
        host.log(Messages.RequestTexts_renewing(what));
        life.save(life.state().withRenewedToken());
        reconnect(() -> {
            life.doing("getting a new token from Entra ID");
            life.events().follow(client.access().tokens().renewed(refused), authorized, this::noToken);
        });
        return true;
    }

    /** Whoever wanted the token, what follows a wait begins anew: nothing that was read before it has to be true after it. */
    private void noToken(Throwable cause) {
        String why = Failures.reason(cause);
        if (cause instanceof TokenException failure && failure.temporary() && ++failedTokens < TOKEN_ATTEMPTS) {
            Duration wait = failure.retryAfter().orElseGet(() -> Backoff.after(failedTokens));
            life.retry(wait, why, note -> life.texts().unsent(life.state(), why + " " + note), this::reauthorize);
        } else {
            life.fail(life.texts().unsent(life.state(), why));
        }
    }
}
