package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The entry point of {@code bin/bench}. */
public final class BenchMain {

    private BenchMain() {}

    /** @param args the checkout, {@code quick} or {@code full}, and the figures, or none for all */
    public static void main(String[] args) throws Exception {
        long begin = System.nanoTime();
        Bench bench = Bench.in(Path.of(args[0]), args[1].equals("quick"));
        Set<String> wanted = new TreeSet<>(List.of(args).subList(2, args.length));
        boolean all = wanted.isEmpty();
        Stamp stamp = Stamp.of(bench, List.of(args).subList(2, args.length));
        Report report = new Report(bench.checkout().resolve("docs/benchmarks.md"));
        boolean failed = false;
        try (StandInProcess standIn = new StandInProcess(bench)) {
            List<Figure> figures = figures(bench, standIn);
            for (Figure figure : figures) {
                if (all ? figure.always() : wanted.remove(figure.name())) {
                    failed |= !run(figure, figures, report, stamp);
                }
            }
        }
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException("no such figure: " + wanted);
        }
        report.put("run", about(bench, stamp, secondsSince(begin)));
        report.put("findings", Files.readString(bench.checkout().resolve("benchmarks/findings.md")));
        report.write();
        Bench.say("wrote docs/benchmarks.md");
        System.exit(failed ? 1 : 0);
    }

    private static List<Figure> figures(Bench bench, StandInProcess standIn) {
        Workers workers = new Workers(bench, standIn);
        List<Figure> figures = new ArrayList<>();
        figures.add(new ColdFigure(bench, standIn, workers));
        figures.add(new WarmFigure(bench, standIn, workers));
        figures.add(new StormFigure(bench, standIn, workers));
        figures.add(new FootprintFigure(bench));
        figures.add(new MethodsFigure(bench));
        figures.add(new GrowthFigure(bench, standIn, workers));
        figures.add(new FleetFigure(bench, standIn, workers));
        figures.add(new ControllersFigure(bench, standIn, workers));
        figures.add(new LogFigure(bench));
        figures.add(new JenkinsFigure(bench, standIn));
        return figures;
    }

    private static boolean run(Figure figure, List<Figure> figures, Report report, Stamp stamp) {
        long begin = System.nanoTime();
        Bench.say(figure.name() + " …");
        Goals goals = new Goals(figure);
        try {
            String text = figure.measure(goals);
            report.put(figure.name(), text, stamp.text(secondsSince(begin)));
            report.goals(figures, figure, goals.rows());
            report.write();
        } catch (Exception failed) {
            Bench.say(figure.name() + " failed: " + failed);
            failed.printStackTrace();
            return false;
        }
        goals.rows().forEach(Bench::say);
        Bench.say(figure.name() + " took " + secondsSince(begin) + " s");
        return true;
    }

    private static long secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1_000_000_000;
    }

    private static String about(Bench bench, Stamp stamp, long seconds) throws IOException {
        return """
            This is the latest run. What it did not measure is older; each section says when, how and on what code it was
            measured.

            %s

            %s- The plugin's jars are those of its `.hpi`
            - Every peer is a JVM of its own, on the same machine as the stand-in, started as
              `java -Djavax.net.ssl.trustStore=… -cp … io.jenkins.plugins.intune.bench.Worker PEER AUTHORITY GRAPH`
            """.formatted(stamp.text(seconds), Machine.text(bench));
    }
}
