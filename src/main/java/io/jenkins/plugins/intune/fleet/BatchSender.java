package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.values.Scheduler;
import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Sends calls to Graph together where several come at the same moment: a window of Intune's limit opens for hundreds of
 * requests at once, and a few batches are faster on their way than two hundred requests. A call that stays alone goes out
 * as it is.
 *
 * <p>Batches are as small as that permits, because calls in one share their fate: they are all answered when the slowest is,
 * and a connection that breaks leaves all of them in doubt.
 *
 * <p>Each call keeps an answer of its own, and the caution that a lone call has: what left in a batch without a clear
 * answer may have been processed. Where Graph does not understand batches, all goes out one by one from then on.
 *
 * <p>Thread-safe; never blocks.
 *
 * @see <a href="https://learn.microsoft.com/graph/json-batching">Combine multiple HTTP requests using JSON batching</a>
 */
final class BatchSender implements HttpSender {

    /** So long a call waits for others. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    /** So many batches are on their way at once, before they would wait for each other's connections. */
    private static final int SIDE_BY_SIDE = 20;

    /** Calls that fill less than this go together. */
    private static final int FEWEST = 5;

    /** What may go into one batch: calls of one kind, to one version of Graph, with one token. */
    private record Kind(String method, String versionRoot, String authorization) {}

    private final URI graphRoot;
    private final Supplier<? extends HttpSender> plain;
    private final Scheduler alarm;
    private final Map<Kind, List<BatchedCall>> gathering = new HashMap<>();
    private final ReadPace pace;
    private boolean understood = true;

    /**
     * @param graphRoot where Graph answers
     * @param plain sends one call
     * @param alarm runs a short task later
     * @param pace keeps reads under Graph's limit
     */
    BatchSender(URI graphRoot, Supplier<? extends HttpSender> plain, Scheduler alarm, ReadPace pace) {
        this.pace = pace;
        this.graphRoot = graphRoot;
        this.plain = plain;
        this.alarm = alarm;
    }

    @Override
    public HttpExchange send(HttpCall call) {
        Optional<Kind> kind = kind(call);
        if (kind.isEmpty()) {
            return plain.get().send(call);
        }
        BatchedCall batched = new BatchedCall(call);
        synchronized (this) {
            gathering
                    .computeIfAbsent(kind.get(), first -> {
                        alarm.schedule(GATHERING, () -> gathered(first));
                        return new ArrayList<>();
                    })
                    .add(batched);
        }
        return batched;
    }

    /** Only what goes to Graph, in a version of it, can go into a batch. */
    private synchronized Optional<Kind> kind(HttpCall call) {
        String uri = call.uri().toString();
        String authorization = call.headers().get("Authorization");
        String root = graphRoot + "/";
        if (!understood || authorization == null || !uri.startsWith(root)) {
            return Optional.empty();
        }
        int end = uri.indexOf('/', root.length());
        return end < 0 ? Optional.empty() : Optional.of(new Kind(call.method(), uri.substring(0, end), authorization));
    }

    private void gathered(Kind kind) {
        List<BatchedCall> calls;
        synchronized (this) {
            calls = gathering.remove(kind);
        }
        int size = batchSize(calls.size());
        for (int from = 0; from < calls.size(); from += size) {
            inItsTurn(kind, calls.subList(from, Math.min(calls.size(), from + size)));
        }
    }

    /** How many of so many calls go together. */
    static int batchSize(int calls) {
        int each = (calls + SIDE_BY_SIDE - 1) / SIDE_BY_SIDE;
        return Math.max(FEWEST, Math.min(Batch.MOST, each));
    }

    private void inItsTurn(Kind kind, List<BatchedCall> calls) {
        Duration wait = kind.method().equals("GET") ? pace.reserve(calls.size()) : Duration.ZERO;
        if (wait.isZero()) {
            dispatch(kind, calls);
        } else {
            alarm.schedule(wait, () -> dispatch(kind, calls));
        }
    }

    private void dispatch(Kind kind, List<BatchedCall> calls) {
        List<BatchedCall> wanted = calls.stream().filter(BatchedCall::depart).toList();
        wanted.forEach(call -> {
            Future<?> deadline = alarm.schedule(call.call().timeout(), call::expire);
            call.reply().whenComplete((reply, failure) -> deadline.cancel(false));
        });
        if (wanted.size() == 1) {
            wanted.get(0).goAlone(plain.get());
        } else if (!wanted.isEmpty()) {
            Batch batch = new Batch(kind.versionRoot(), kind.authorization(), wanted);
            HttpExchange exchange = plain.get().send(batch.call());
            wanted.forEach(call -> call.goesWith(exchange));
            exchange.reply().whenComplete((reply, failure) -> {
                if (failure != null) {
                    wanted.forEach(call -> call.failed(failure));
                } else if (isNoBatch(reply)) {
                    synchronized (this) {
                        understood = false;
                    }
                    wanted.forEach(call -> call.goAlone(plain.get()));
                } else {
                    batch.answered(reply);
                }
            });
        }
    }

    /** Whether Graph refused the batch itself, and with it certainly processed none of it. */
    private static boolean isNoBatch(HttpReply reply) {
        return switch (reply.status()) {
            case 400, 404, 405, 411, 413, 415 -> true;
            default -> false;
        };
    }
}
