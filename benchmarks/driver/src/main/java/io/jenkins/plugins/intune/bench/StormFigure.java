package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** A thousand callers at once in a JVM that has neither a token nor a connection. */
final class StormFigure implements Figure {

    private static final int CALLERS = 1000;
    private static final Duration MOST = Duration.ofSeconds(90);

    private static final Goal TOKENS = Goal.atMost("token requests of 1,000 cold callers", 1, "%.0f", "");
    private static final Goal THREADS = Goal.atMost("threads over idle of 1,000 cold callers", 4, "%.0f", "");
    private static final Goal ERRORS = Goal.atMost("errors of 1,000 cold callers", 0, "%.0f", "");

    private final Bench bench;
    private final StandInProcess standIn;
    private final Workers workers;
    private final Table table = new Table();
    private final Map<PeerKind, String> errors = new TreeMap<>();

    StormFigure(Bench bench, StandInProcess standIn, Workers workers) {
        this.bench = bench;
        this.standIn = standIn;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public List<Goal> goals() {
        return List.of(TOKENS, THREADS, ERRORS);
    }

    @Override
    public String measure(Goals goals) throws Exception {
        for (int round = 0; round < bench.rounds(1, 5); round++) {
            for (PeerKind peer : PeerKind.values()) {
                // The SDK as it comes: no goal is held against the better of its two.
                if (peer != PeerKind.SDK_HTTP1) {
                    one(peer);
                }
            }
        }
        PeerKind plugin = PeerKind.PLUGIN_ACTION;
        goals.measured(TOKENS, table.of(plugin, "tokens").most());
        goals.measured(THREADS, table.of(plugin, "threadsOverIdle").most());
        goals.measured(ERRORS, table.of(plugin, "errors").most());
        StringBuilder text = new StringBuilder("""
            ## A storm of cold callers

            A thousand callers begin at the same moment in a new JVM, with no token and no connection. Threads are those
            over what the JVM had before; the plugin's are Apache's three, one for msal4j and one that looks up the host, and
            the whole request has one for events and up to three more that look up credentials.

            """);
        text.append(table.markdown(
                new Table.Column("token requests", "tokens", 1, "%.0f"),
                new Table.Column("threads over idle", "threadsOverIdle", 1, "%.0f"),
                new Table.Column("errors", "errors", 1, "%.0f"),
                new Table.Column("wall, s", "wallMillis", 1000, "%.1f"),
                new Table.Column("CPU, ms a request", "cpuMicros", 1000, "%.1f")));
        if (!errors.isEmpty()) {
            text.append("\nThe errors:\n\n");
            errors.forEach((peer, error) -> text.append("- ")
                    .append(peer.label())
                    .append(": `")
                    .append(error)
                    .append("`\n"));
        }
        return text.toString();
    }

    private void one(PeerKind peer) throws IOException, InterruptedException {
        standIn.reset("");
        try (Talk worker = workers.start(peer)) {
            worker.ask("state", MOST); // the JVM has started
            Map<String, String> said = worker.ask("callers " + CALLERS + " " + CALLERS, MOST);
            said.put("tokens", String.valueOf(standIn.count("tokens")));
            table.add(peer, said);
            if (said.containsKey("error")) {
                errors.put(peer, said.get("error").replace('_', ' '));
            }
        } catch (TimeoutException late) {
            errors.put(peer, "not done after " + MOST.toSeconds() + " s");
            table.add(peer, "tokens", standIn.count("tokens"));
        }
    }
}
