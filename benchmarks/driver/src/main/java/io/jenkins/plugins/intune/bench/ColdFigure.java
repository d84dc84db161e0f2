package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The first request of a new JVM: token and action. */
final class ColdFigure implements Figure {

    private static final Duration MOST = Duration.ofSeconds(60);

    private static final Goal WALL = Goal.atMost("wall time of a cold first request, of the SDK's", 0.45, "%.2f", " ×");
    private static final Goal CPU = Goal.atMost("CPU time of a cold first request, of the SDK's", 0.45, "%.2f", " ×");
    private static final Goal MEMORY = Goal.atMost("memory of a cold first request, of the SDK's", 0.45, "%.2f", " ×");

    private final Bench bench;
    private final StandInProcess standIn;
    private final Workers workers;
    private final Table table = new Table();
    private final Series curl = new Series();
    private final Series curlCpu = new Series();
    private final Table nothing = new Table();

    ColdFigure(Bench bench, StandInProcess standIn, Workers workers) {
        this.bench = bench;
        this.standIn = standIn;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public List<Goal> goals() {
        return List.of(WALL, CPU, MEMORY);
    }

    @Override
    public String measure(Goals goals) throws Exception {
        standIn.reset("");
        int rounds = bench.rounds(3, 15);
        // One round that does not count brings the jars into the system's cache; a quick run has no time for it.
        for (int round = bench.rounds(1, 0); round <= rounds; round++) {
            boolean counts = round > 0;
            nothing(counts);
            for (PeerKind peer : PeerKind.values()) {
                one(peer, counts);
            }
            curl(counts);
        }
        goals.measured(WALL, ratio("wallMillis"));
        goals.measured(CPU, ratio("totalCpuMicros"));
        goals.measured(MEMORY, ratio("residentKilobytes"));
        return text(rounds);
    }

    private void nothing(boolean counts) throws Exception {
        long begin = System.nanoTime();
        try (Talk talk = workers.startNothing()) {
            Map<String, String> said = talk.answer(MOST);
            if (counts) {
                said.put("wallMillis", millisSince(begin));
                nothing.add(PeerKind.JDK, said);
            }
        }
    }

    private void one(PeerKind peer, boolean counts) throws Exception {
        long begin = System.nanoTime();
        try (Talk talk = workers.start(peer, "cold")) {
            Map<String, String> said = talk.answer(MOST);
            if (counts) {
                said.put("wallMillis", millisSince(begin));
                table.add(peer, said);
            }
        }
    }

    private static String millisSince(long begin) {
        return String.valueOf((System.nanoTime() - begin) / 1_000_000);
    }

    /** Once for the token, once for the action, as a shell script would; the shell itself says what they cost. */
    private void curl(boolean counts) throws IOException, InterruptedException {
        Endpoints endpoints = new Endpoints(standIn.authority(), standIn.graph(true));
        String call = "curl --silent --fail --cacert '" + standIn.certificate().pem() + "' ";
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "TIMEFORMAT='= real=%R user=%U sys=%S'; time { token=$("
                        + call + "--data '" + endpoints.tokenForm() + "' " + endpoints.tokenEndpoint()
                        + "); token=${token##*access_token\\\":\\\"}; " + call
                        + "--request POST --header \"Authorization: Bearer ${token%%\\\"*}\" --header 'Content-Length:"
                        + " 0' "
                        + endpoints.action(Endpoints.device(1)) + " || echo failed; }"));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noShell) {
            return;
        }
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor(1, TimeUnit.MINUTES);
        Map<String, String> times = Talk.pairs(said);
        if (counts && times.containsKey("real") && !said.contains("failed")) {
            curl.add(Double.parseDouble(times.get("real")) * 1000);
            curlCpu.add((Double.parseDouble(times.get("user")) + Double.parseDouble(times.get("sys"))) * 1000);
        }
    }

    private double ratio(String quantity) {
        return table.ratioToSdk(PeerKind.PLUGIN_ACTION, quantity, false);
    }

    private double net(String quantity) {
        double base = nothing.of(PeerKind.JDK, quantity).median();
        double sdk = Math.min(
                table.of(PeerKind.SDK, quantity).median(),
                table.of(PeerKind.SDK_HTTP1, quantity).median());
        return (table.of(PeerKind.PLUGIN_ACTION, quantity).median() - base) / (sdk - base);
    }

    private String text(int rounds) {
        Table.Column[] columns = {
            new Table.Column("wall, ms", "wallMillis", 1, "%.0f"),
            new Table.Column("CPU, ms", "totalCpuMicros", 1000, "%.0f"),
            new Table.Column("memory, MB", "residentKilobytes", 1024, "%.0f"),
            new Table.Column("classes", "classes", 1, "%.0f")
        };
        String rows = table.markdown(columns);
        rows += nothing.row(PeerKind.JDK, columns).replace("| " + PeerKind.JDK.label(), "| *a JVM that does nothing*");
        rows += String.format(
                Locale.ROOT, "| *curl, twice* | %s | %s | – | – |%n", curl.text("%.0f"), curlCpu.text("%.0f"));
        return """
            ## Cold first request

            A new JVM, without any option, gets a token, asks for one device, and ends. Wall time is from the start of the
            process to its end; memory is the most that the process held. Medians of %d rounds, all in turn, with the range.

            %s
            In Jenkins the JVM is there already. Without what one costs that does nothing, the plugin's POST alone is %.2f ×
            the SDK in wall time, %.2f × in CPU time and %.2f × in memory.
            """.formatted(rounds, rows, net("wallMillis"), net("totalCpuMicros"), net("residentKilobytes"));
    }
}
