package io.jenkins.plugins.intune.bench;

import static io.jenkins.plugins.intune.bench.FleetFigure.LIMIT;
import static io.jenkins.plugins.intune.bench.FleetFigure.WARM_UP;
import static io.jenkins.plugins.intune.bench.FleetFigure.WINDOW_SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several controllers that share a limit and know nothing of each other, each in a JVM of its own. */
final class ControllersFigure implements Figure {

    private static final Duration MOST = Duration.ofMinutes(30);
    private static final int TENANT_LIMIT = 400;
    private static final int SCRIPT = 100;

    /** The goals of a run; infinite for none. */
    private record Bounds(double overLeast, double throttled, double slowest) {

        static final Bounds NONE =
                new Bounds(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * A run.
     *
     * @param apps how many apps the controllers use, in turn
     * @param also how the stand-in behaves beside the limit
     * @param limit what limits all of them together
     */
    private record Contest(String name, int controllers, int apps, String also, int limit, Bounds bounds) {

        String behaviour() {
            return "limit=" + LIMIT + "&tenantLimit=" + TENANT_LIMIT + also;
        }

        String file() {
            return "benchmark-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
        }
    }

    private static final Contest TWO = new Contest("2 controllers", 2, 1, "", LIMIT, new Bounds(1.08, 0.03, 1.2));
    private static final Contest STRICT =
            new Contest("2 controllers, strict", 2, 1, "&strict=true", LIMIT, new Bounds(1.15, 0.03, 1.3));
    private static final Contest BESIDE_SCRIPT = new Contest(
            "1 controller beside a script",
            1,
            1,
            "&script=" + SCRIPT,
            LIMIT,
            new Bounds(1.1, 0.05, Bounds.NONE.slowest()));

    private static final List<Contest> ALL = List.of(
            new Contest("1 controller", 1, 1, "", LIMIT, new Bounds(1.02, 0, Bounds.NONE.slowest())),
            TWO,
            new Contest("4 controllers", 4, 1, "", LIMIT, new Bounds(1.1, 0.05, 1.3)),
            STRICT,
            BESIDE_SCRIPT,
            new Contest("3 apps", 3, 3, "", TENANT_LIMIT, Bounds.NONE));

    private static final Goal TWICE = Goal.atMost("devices that were accepted twice", 0, "%.0f", "");
    private static final Goal FAILED = Goal.atMost("devices that failed", 0, "%.0f", "");

    private final Bench bench;
    private final StandInProcess standIn;
    private final Workers workers;
    private final List<String> rows = new ArrayList<>();
    private final List<String> plots = new ArrayList<>();
    private long twice;
    private long failed;
    private int number;

    ControllersFigure(Bench bench, StandInProcess standIn, Workers workers) {
        this.bench = bench;
        this.standIn = standIn;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "controllers";
    }

    @Override
    public List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        ALL.forEach(contest -> goals.addAll(goals(contest).values()));
        goals.addAll(List.of(TWICE, FAILED));
        return goals;
    }

    @Override
    public String measure(Goals goals) throws Exception {
        int devices = bench.quick() ? 300 : 1_000;
        for (Contest contest : bench.quick() ? List.of(TWO, STRICT, BESIDE_SCRIPT) : ALL) {
            Bench.say("  " + contest.name());
            SharedRun run = run(contest, devices);
            add(contest, run, devices);
            if (!bench.quick()) {
                // What is lost in the first window and the last one weighs too much in a short run.
                compare(goals, contest, run);
            }
        }
        goals.measured(TWICE, twice);
        goals.measured(FAILED, failed);
        return """
            ## Several controllers

            Each controller is a JVM of its own with a fleet of its own, all of the same size and begun at the same moment; they share an
            app and know nothing of each other. The stand-in takes %d writes of an app in any %d s, and %d of all apps
            together, and says with most throttled answers how many whole seconds to wait. *Strict* counts what it throttles, too.
            The *script* sends %d writes in each 20 s, evenly, and cares for no answer; the least time beside it is that of what it
            leaves. Each of the *apps* has a controller of its own. A goal stands in brackets.

            | | time, s | over the least | throttled | slowest over fastest | script's, in 20 s |
            |---|--:|--:|--:|--:|--:|
            %s
            Requests of each that were taken, per second, over time; each point is the average of the 20 s before it:

            %s
            """.formatted(
                        LIMIT, WINDOW_SECONDS, TENANT_LIMIT, SCRIPT, String.join("", rows), String.join("\n", plots));
    }

    private SharedRun run(Contest contest, int devices) throws Exception {
        List<Talk> controllers = new ArrayList<>();
        try {
            standIn.reset("");
            for (int i = 0; i < contest.controllers(); i++) {
                Talk controller = workers.startFleets(client(i % contest.apps()));
                controllers.add(controller);
                controller.ask(command(WARM_UP, 1), MOST);
            }
            standIn.reset(contest.behaviour());
            for (int i = 0; i < controllers.size(); i++) {
                controllers.get(i).tell(command(devices, 1 + i * devices));
            }
            List<Map<String, String>> said = new ArrayList<>();
            for (Talk controller : controllers) {
                said.add(controller.answer(MOST));
            }
            return new SharedRun(said, devices, standIn.writes());
        } finally {
            controllers.forEach(Talk::close);
        }
    }

    /** The first is the app that the script uses, too. */
    private static String client(int app) {
        return app == 0 ? Endpoints.CLIENT : Endpoints.CLIENT.substring(0, 35) + app;
    }

    private String command(int count, int from) throws IOException {
        Path journal = bench.work().resolve("controller-" + ++number + ".jsonl");
        Files.deleteIfExists(journal);
        return "run " + count + " " + from + " " + journal;
    }

    private void add(Contest contest, SharedRun run, int devices) throws IOException {
        twice += run.twice();
        failed += run.failed();
        Bounds goal = contest.bounds();
        boolean several = contest.controllers() > 1;
        rows.add(String.format(
                Locale.ROOT,
                "| %s, %,d devices%s | %.1f | %.3f ×%s | %.1f %%%s | %s | %s |%n",
                contest.name(),
                devices,
                several ? " each" : "",
                run.seconds(),
                run.overLeast(contest.limit()),
                goal("%.2f", goal.overLeast()),
                100 * run.throttled(),
                goal("%.0f", 100 * goal.throttled()),
                several ? String.format(Locale.ROOT, "%.2f ×%s", run.slowest(), goal("%.1f", goal.slowest())) : "–",
                run.scripts() > 0 ? String.format(Locale.ROOT, "%.0f", run.scripts()) : "–"));
        if (several || run.scripts() > 0) {
            run.plot(contest.name(), bench.checkout().resolve("docs/images").resolve(contest.file()));
            plots.add("![" + contest.name() + "](images/" + contest.file() + ")\n");
        }
    }

    private static String goal(String format, double goal) {
        return Double.isInfinite(goal) ? "" : String.format(Locale.ROOT, " (" + format + ")", goal);
    }

    private static void compare(Goals goals, Contest contest, SharedRun run) {
        goals(contest)
                .forEach((quantity, goal) -> goals.measured(
                        goal,
                        switch (quantity) {
                            case OVER_LEAST -> run.overLeast(contest.limit());
                            case THROTTLED -> run.throttled();
                            case SLOWEST -> run.slowest();
                        }));
    }

    private enum Quantity {
        OVER_LEAST,
        THROTTLED,
        SLOWEST
    }

    /** The goals of a contest, each that it has. */
    private static Map<Quantity, Goal> goals(Contest contest) {
        Map<Quantity, Goal> goals = new EnumMap<>(Quantity.class);
        String what = contest.name() + ": ";
        Bounds bounds = contest.bounds();
        if (!Double.isInfinite(bounds.overLeast())) {
            goals.put(Quantity.OVER_LEAST, Goal.atMost(what + "time over the least", bounds.overLeast(), "%.3f", " ×"));
            goals.put(Quantity.THROTTLED, Goal.atMost(what + "throttled", bounds.throttled(), "%.4f", ""));
        }
        if (!Double.isInfinite(bounds.slowest())) {
            goals.put(
                    Quantity.SLOWEST,
                    Goal.atMost(what + "slowest controller over the fastest", bounds.slowest(), "%.2f", " ×"));
        }
        return goals;
    }
}
