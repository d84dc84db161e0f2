package io.jenkins.plugins.intune.bench;

import io.jenkins.plugins.intune.bench.JenkinsScripts.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The step in a real Jenkins, beside what a Pipeline would do without it. */
final class JenkinsFigure implements Figure {

    private static final String WAR = System.getenv("JENKINS_WAR");
    private static final String PLUGINS = System.getenv("JENKINS_PLUGINS");
    private static final Duration MOST = Duration.ofMinutes(12);

    /** One window of Intune's limit, which the plugin keeps to: later requests would wait for earlier ones. */
    private static final Duration WINDOW = Duration.ofSeconds(21);

    private final Bench bench;
    private final StandInProcess standIn;
    private final int inTurn;
    private long windowEnds = System.nanoTime();
    private JenkinsProcess jenkins;

    JenkinsFigure(Bench bench, StandInProcess standIn) {
        this.bench = bench;
        this.standIn = standIn;
        inTurn = bench.rounds(50, 150);
    }

    @Override
    public String name() {
        return "jenkins";
    }

    @Override
    public boolean always() {
        return WAR != null;
    }

    @Override
    public String measure(Goals goals) throws Exception {
        if (WAR == null || PLUGINS == null) {
            throw new IllegalStateException(
                    "Name a jenkins.war in JENKINS_WAR and a folder of plugins in JENKINS_PLUGINS.");
        }
        Path war = Path.of(WAR);
        Path plugins = Path.of(PLUGINS);
        Path own = bench.hpi();
        JenkinsHome home = new JenkinsHome(bench.work().resolve("jenkins-with"), plugins, own);
        JenkinsHome without = new JenkinsHome(bench.work().resolve("jenkins-without"), plugins, null);
        String start = start(war, home, without);
        Endpoints endpoints = new Endpoints(standIn.authority(), standIn.graph(true));
        List<Way> ways = new ArrayList<>(List.of(Way.values()));
        if (!home.has("http_request")) {
            ways.remove(Way.HTTP_REQUEST);
        }
        JenkinsScripts scripts =
                new JenkinsScripts(endpoints, standIn.certificate().pem().toString());
        for (Way way : ways) {
            if (way.doesOne()) {
                home.job(way.job("in-turn"), scripts.inTurn(way, inTurn));
            }
            for (int branches : List.of(100, 1000)) {
                home.job(way.job("parallel-" + branches), scripts.inParallel(way, branches));
            }
        }
        try (JenkinsProcess started = new JenkinsProcess(war, home, home.configure(endpoints), standIn.certificate())) {
            jenkins = started;
            return text(start, ways);
        }
    }

    private String start(Path war, JenkinsHome with, JenkinsHome without) throws Exception {
        Series all = new Series();
        Series bare = new Series();
        Series own = new Series();
        // The first start unpacks the plugins, and does not count.
        int rounds = bench.rounds(1, 7);
        for (int round = 0; round <= rounds; round++) {
            try (JenkinsProcess started = new JenkinsProcess(war, with, null, standIn.certificate())) {
                if (round > 0) {
                    all.add(started.startMillis());
                    own.add(started.taskMillis("ntune"));
                }
            }
            try (JenkinsProcess started = new JenkinsProcess(war, without, null, standIn.certificate())) {
                if (round > 0) {
                    bare.add(started.startMillis());
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "Jenkins is fully up after %s s with the plugin and %s s without it (%d starts each, in turn)."
                        + " Of that, Jenkins' own startup log gives the plugin %s ms, for all tasks that name it.%n",
                seconds(all),
                seconds(bare),
                rounds,
                own.text("%.0f"));
    }

    private static String seconds(Series millis) {
        Series seconds = new Series();
        millis.each(value -> seconds.add(value / 1000));
        return seconds.text("%.1f");
    }

    private String text(String start, List<Way> ways) throws Exception {
        StringBuilder text = new StringBuilder("## In a real Jenkins\n\n### Its start\n\n").append(start);
        text.append(String.format(Locale.ROOT, """

            ### One after the other

            A Pipeline does it %d times in a loop; time and CPU are for one, medians of %d builds in turn. The step sends three
            requests to Graph and Entra's stand-in in the first of them and two in each later one; the others send two each
            time, because they get a token each time. The CPU of the processes that `sh` starts is not the controller's and comes
            on top; two calls of curl alone are in the table of the cold first request.

            """, inTurn, bench.rounds(3, 5)));
        List<Way> alone = ways.stream().filter(Way::doesOne).toList();
        text.append(rows(alone, "in-turn", inTurn, bench.rounds(3, 5), ""));
        for (int branches : new int[] {100, 1000}) {
            text.append("\n### ").append(branches).append(" parallel branches\n\n");
            List<Way> measured = new ArrayList<>(ways);
            if (branches == 1000) {
                text.append("Here the stand-in has Intune's limit, 200 writes in 20 seconds. `curl` takes minutes and is left"
                        + " out.\n\n");
                measured.remove(Way.CURL);
            }
            int rounds = branches == 100 ? bench.rounds(1, 5) : bench.rounds(1, 2);
            text.append(rows(measured, "parallel-" + branches, branches, rounds, branches == 1000 ? "limit=200" : ""));
        }
        return text.toString();
    }

    private String rows(List<Way> ways, String how, int count, int rounds, String behaviour) throws Exception {
        Map<Way, Map<String, Series>> measured = new EnumMap<>(Way.class);
        // The first round warms up and does not count; for a thousand branches, those of a hundred have done so.
        for (int round = count == 1000 ? 1 : 0; round <= rounds; round++) {
            for (Way way : ways) {
                Map<String, Double> one = build(way, way.job(how), count, behaviour);
                if (round > 0) {
                    one.forEach((key, value) -> measured.computeIfAbsent(way, k -> new java.util.HashMap<>())
                            .computeIfAbsent(key, k -> new Series())
                            .add(value));
                }
            }
        }
        Bench.say("jenkins: " + how + " done");
        boolean many = isMany(how);
        boolean limited = !behaviour.isEmpty();
        StringBuilder rows = new StringBuilder("| | ms | controller's CPU, ms | threads over idle"
                + (many ? " | live heap, kB each" : "")
                + (limited ? " | accepted | 429" : "")
                + " |\n|---|--:|--:|--:"
                + (many ? "|--:" : "")
                + (limited ? "|--:|--:" : "")
                + "|\n");
        measured.forEach((way, of) -> rows.append("| ")
                .append(way.label())
                .append(cell(of, "millis", "%.1f"))
                .append(cell(of, "cpu", "%.1f"))
                .append(cell(of, "threads", "%.0f"))
                .append(many ? cell(of, "heap", "%.0f") : "")
                .append(limited ? cell(of, "accepted", "%.0f") + cell(of, "refused", "%.0f") : "")
                .append(" |\n"));
        return rows + "\nTime is " + (many ? "for the whole build" : "for one of them") + ", CPU for one.\n";
    }

    private static String cell(Map<String, Series> of, String quantity, String format) {
        return " | " + of.getOrDefault(quantity, new Series()).text(format);
    }

    /** Runs a build and says what it cost. */
    private Map<String, Double> build(Way way, String job, int count, String behaviour) throws Exception {
        if (way.keepsToLimit()) {
            Thread.sleep(Math.max(0, (windowEnds - System.nanoTime()) / 1_000_000));
        }
        standIn.reset(behaviour);
        Map<String, String> before = jenkins.state(true, true);
        int number = jenkins.build(job);
        Double heap = null;
        long end = System.nanoTime() + MOST.toNanos();
        long duration;
        while ((duration = jenkins.duration(job, number)) < 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(job + " #" + number + " does not end");
            }
            if (heap == null && isMany(job) && standIn.count("writes") >= count / 2) {
                long bytes = Talk.count(jenkins.state(true, false), "heapBytes") - Talk.count(before, "heapBytes");
                heap = bytes / 1000.0 / count;
            }
            Thread.sleep(25);
        }
        Map<String, String> after = jenkins.state(false, false);
        if (way.keepsToLimit()) {
            windowEnds = System.nanoTime() + WINDOW.toNanos();
        }
        Map<String, String> counts = standIn.counts();
        double accepted = Talk.count(counts, "accepted");
        if (!jenkins.succeeded(job, number) || way != Way.EMPTY && behaviour.isEmpty() && accepted < count) {
            throw new IllegalStateException(job + " failed: " + jenkins.console(job, number));
        }
        Map<String, Double> result = new java.util.HashMap<>();
        boolean each = job.endsWith("in-turn");
        result.put("millis", each ? (double) duration / count : duration);
        result.put("cpu", (Talk.count(after, "cpuMicros") - Talk.count(before, "cpuMicros")) / 1000.0 / count);
        result.put("threads", (double) (Talk.count(after, "peakThreads") - Talk.count(before, "threads")));
        if (way != Way.EMPTY) {
            result.put("accepted", accepted);
            result.put("refused", (double) Talk.count(counts, "status429"));
        }
        if (heap != null) {
            result.put("heap", heap);
        }
        return result;
    }

    /** Whether there is a middle of the build in which to look at the heap. */
    private static boolean isMany(String how) {
        return how.endsWith("00");
    }
}
