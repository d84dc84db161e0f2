package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.entra.AccessToken;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.simulation.Said.End;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** One request of the {@link PlainCore}. */
final class PlainEntry {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final String UNSENT = "It was not requested; nothing was sent.";
    private static final String DEVICES = SimulatedIntune.ROOT + "/v1.0/deviceManagement/managedDevices";

    private final PlainRun run;
    private final PlainCore core;
    private final int index;
    private final Entry entry;
    private final SimulatedStep step;
    private SimulatedAccess access;
    private HttpExchange exchange;
    private Future<?> deadline;
    private String token;
    private int sent;
    /** Whether it holds a permit that it has not used. */
    private boolean permitted;

    private Runnable waiter;

    private boolean duplicate;
    private boolean ended;

    PlainEntry(PlainRun run, int index) {
        this.run = run;
        this.index = index;
        core = run.core;
        entry = run.port.spec().entries().get(index);
        step = run.port.step(index, 0);
        step.begin(core.machine.world.now());
    }

    private boolean cheats(Cheat cheat) {
        return core.cheat == cheat;
    }

    void begin() {
        duplicate = !run.claimed.add(entry.device());
        if (duplicate && cheats(Cheat.WAITS_FOR_WHAT_IS_OVER)) {
            step.claims(core.machine, entry.device().id);
            core.machine.schedule(LONG, () -> end(End.DUPLICATE, "", null));
            return;
        }
        if (duplicate && !cheats(Cheat.HANDS_OUT_THE_LATEST_LINK) || cheats(Cheat.CALLS_ALL_DUPLICATES)) {
            end(End.DUPLICATE, "", null);
            return;
        }
        if (run.port.spec().dryRun() && !cheats(Cheat.ASKS_IN_A_DRY_RUN)) {
            end(End.WOULD_ASK, "", null);
            return;
        }
        boolean rule = run.port.spec().notAgainMinutes() > 0 && !cheats(Cheat.IGNORES_OTHER_BUILDS);
        if (rule || cheats(Cheat.REFUSES_FOR_NOTHING)) {
            // It does not remember whom others have asked, and so asks nobody.
            end(cheats(Cheat.REFUSES_FOR_NOTHING) ? End.RECENTLY_ASKED : End.FAILED, UNSENT, null);
            return;
        }
        Duration timeout = Duration.ofSeconds(run.port.spec().branch(index).timeoutSeconds());
        deadline = core.machine.schedule(timeout, () -> {
            if (exchange == null) {
                end(End.FAILED, UNSENT, null);
            }
        });
        follow(run.port.access(step), this::connect, failure -> end(End.FAILED, UNSENT, null));
    }

    void abort() {
        if (exchange == null) {
            end(End.NOT_ASKED, "", null);
        } else {
            exchange.cancel();
        }
    }

    /** Goes on with what came, in a task of its own, unless it has ended in the meantime. */
    private <T> void follow(CompletableFuture<T> future, Consumer<T> next, Consumer<Throwable> otherwise) {
        future.whenComplete((value, failure) -> core.machine.events().execute(() -> {
            if (ended && !cheats(Cheat.SENDS_AFTER_THE_END)) {
                return;
            }
            if (failure == null) {
                next.accept(value);
            } else {
                otherwise.accept(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        }));
    }

    private void connect(SimulatedAccess found) {
        access = found;
        if (cheats(Cheat.THROWS)) {
            throw new IllegalStateException("on purpose");
        }
        if (cheats(Cheat.BLOCKS_ITS_THREAD)) {
            new CompletableFuture<>().join();
        }
        CompletableFuture<String> current = cheats(Cheat.REQUESTS_A_TOKEN_FOR_EACH)
                ? new TokenHolder(() -> core.outside.entra().request(core.machine, found.app()), core.machine::now)
                        .current()
                        .thenApply(AccessToken::value)
                : found.tokens().current();
        if (cheats(Cheat.REQUESTS_TOKENS_ALL_THE_TIME)) {
            current = current.thenCompose(found.tokens()::renewed);
        }
        follow(current, this::lookUp, failure -> end(End.FAILED, UNSENT, null));
    }

    private void lookUp(String current) {
        token = current;
        if (cheats(Cheat.LOGS_ITS_TOKEN)) {
            run.port.log("The token is " + token);
        }
        if (duplicate) {
            core.machine.schedule(LONG, () -> readLink(entry.device().id));
        } else if (!entry.naming().isLookUp()) {
            queue(entry.device().id);
        } else if (cheats(Cheat.TAKES_THE_FIRST_OF_A_LIST)) {
            String filter = "?$filter=deviceName%20eq%20'" + entry.device().name.replace(" ", "%20") + "'&$top=50";
            follow(read(filter), reply -> queue(idIn(reply)), failure -> end(End.FAILED, UNSENT, null));
        } else {
            end(End.FAILED, UNSENT, null);
        }
    }

    private CompletableFuture<HttpReply> read(String rest) {
        URI uri = URI.create(DEVICES + rest);
        return access.sender().send(HttpCall.get(uri, headers(), ANSWER)).reply();
    }

    private Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static String idIn(HttpReply reply) {
        int at = reply.body().indexOf("\"id\":\"");
        return at < 0
                ? "nothing"
                : reply.body().substring(at + 6, Math.min(reply.body().length(), at + 42));
    }

    private void queue(String id) {
        if (cheats(Cheat.READS_ALL_THE_TIME)) {
            for (int i = 0; i < 40; i++) {
                read("/" + id);
            }
        }
        waiter = () -> {
            permitted = true;
            follow(run.saveSending(index), saved -> sendSaved(id), failure -> end(End.FAILED, UNSENT, null));
        };
        core.permit(waiter);
    }

    /** Graph may have asked to wait meanwhile. */
    private void sendSaved(String id) {
        if (core.isHeld()) {
            permitted = false;
            core.written(false);
            waiter = () -> {
                permitted = true;
                send(id);
            };
            core.permit(waiter);
        } else {
            send(id);
        }
    }

    private void send(String id) {
        sent++;
        URI uri = URI.create(DEVICES + "/" + id + "/requestRemoteAssistance");
        exchange = access.sender().send(HttpCall.post(uri, headers(), ANSWER));
        permitted = false;
        exchange.reply().whenComplete((reply, failure) -> core.written(true));
        follow(exchange.reply(), reply -> answered(id, reply), this::unanswered);
    }

    private void answered(String id, HttpReply reply) {
        Call.Word word = Words.of(reply);
        if (word == Call.Word.NOT_PROCESSED) {
            long seconds = (long) Math.ceil(Math.min(300, Words.holdSeconds(reply, core.machine.world.trueTime())));
            run.hold(Duration.ofSeconds(seconds));
        }
        boolean again = word == Call.Word.UNCLEAR && cheats(Cheat.SENDS_DOUBTS_AGAIN)
                || word == Call.Word.NOT_PROCESSED && (cheats(Cheat.TRIES_AGAIN_AT_ONCE) || cheats(Cheat.DOES_NOT_WAIT))
                || word == Call.Word.TOKEN_REFUSED && cheats(Cheat.USES_REFUSED_TOKENS)
                || cheats(Cheat.SENDS_EVERYTHING_AGAIN);
        if (again && sent < (cheats(Cheat.TRIES_AGAIN_AT_ONCE) ? 60 : 5)) {
            core.permit(() -> send(id));
            return;
        }
        switch (word) {
            case ACCEPTED -> accepted(id);
            case UNCLEAR -> unclear(reply);
            case NOT_PROCESSED ->
                end(cheats(Cheat.DOUBTS_WHAT_WAS_THROTTLED) ? End.IN_DOUBT : End.FAILED, "It was throttled.", null);
            default -> end(End.FAILED, "It was refused.", null);
        }
    }

    private void unclear(HttpReply reply) {
        if (reply.status() < 300 && cheats(Cheat.CALLS_OTHER_SUCCESSES_REFUSED)) {
            end(End.FAILED, "It was refused.", null);
        } else if (cheats(Cheat.CALLS_ERRORS_ACCEPTED)) {
            accepted("");
        } else {
            end(End.IN_DOUBT, "", null);
        }
    }

    private void accepted(String id) {
        boolean waits = run.port.spec().branch(index).sessionTimeoutSeconds() > 0;
        if (!waits) {
            end(End.ACCEPTED, "", null);
        } else if (cheats(Cheat.INVENTS_A_LINK)) {
            end(End.SESSION, "", Sessions.MARK + "invented");
        } else if (cheats(Cheat.HANDS_OUT_ANY_LINK)) {
            readLink(id);
        } else if (cheats(Cheat.HANDS_OUT_THE_LATEST_LINK)) {
            core.machine.schedule(ANSWER, () -> readLink(id));
        } else {
            end(End.NO_SESSION, "Nobody waited for it.", null);
        }
    }

    private void readLink(String id) {
        follow(read("/" + id + "?$select=remoteAssistanceSessionUrl"), this::linked, none -> linked(null));
    }

    private void linked(HttpReply reply) {
        int at = reply == null ? -1 : reply.body().indexOf(Sessions.MARK);
        if (at < 0) {
            end(End.NO_SESSION, "", null);
        } else {
            end(End.SESSION, "", reply.body().substring(at, reply.body().indexOf('"', at)));
        }
    }

    private void unanswered(Throwable failure) {
        boolean left = failure instanceof HttpFailure http && http.left();
        if (!left || cheats(Cheat.CALLS_LOST_ANSWERS_UNSENT)) {
            end(End.FAILED, UNSENT, null);
        } else if (cheats(Cheat.CALLS_LOST_ANSWERS_REFUSED)) {
            end(End.FAILED, "It was refused.", null);
        } else {
            end(End.IN_DOUBT, "", null);
        }
    }

    private void end(End with, String message, String link) {
        if (!ended) {
            ended = true;
            if (deadline != null && !cheats(Cheat.FORGETS_ITS_TIMERS)) {
                deadline.cancel(false);
            }
            if (!cheats(Cheat.SENDS_AFTER_THE_END)) {
                core.leave(waiter);
                if (permitted) {
                    core.written(false);
                }
            }
            Said.OfEntry said = new Said.OfEntry(index, with, message, link);
            step.end(core.machine.world.now(), said);
            run.end(this, said);
        }
    }
}
