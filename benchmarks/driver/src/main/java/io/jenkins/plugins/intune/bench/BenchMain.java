package io.jenkins.plugins.intune.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
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
        Report report = new Report(bench.checkout().resolve("docs/benchmarks.md"));
        boolean failed = false;
        try (StandInProcess standIn = new StandInProcess(bench)) {
            for (Figure figure : figures(bench, standIn)) {
                if (all ? figure.always() : wanted.remove(figure.name())) {
                    failed |= !run(figure, report);
                }
            }
        }
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException("no such figure: " + wanted);
        }
        report.put("run", about(bench, (System.nanoTime() - begin) / 1_000_000_000, args));
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

    private static boolean run(Figure figure, Report report) {
        long begin = System.nanoTime();
        Bench.say(figure.name() + " …");
        Goals goals = new Goals(figure.name());
        try {
            report.put(figure.name(), figure.measure(goals));
            report.goals(figure.name(), goals.rows());
            report.write();
        } catch (Exception failed) {
            Bench.say(figure.name() + " failed: " + failed);
            failed.printStackTrace();
            return false;
        }
        goals.rows().forEach(Bench::say);
        Bench.say(figure.name() + " took " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
        return true;
    }

    private static String about(Bench bench, long seconds, String[] args) throws java.io.IOException {
        StringBuilder command = new StringBuilder("bin/bench");
        if (bench.quick()) {
            command.append(" --quick");
        }
        for (String figure : List.of(args).subList(2, args.length)) {
            command.append(' ').append(figure);
        }
        return """
            The latest run: `%s`, %s, %d s.%s

            %s- The plugin's jars are those of its `.hpi`
            - Every peer is a JVM of its own, on the same machine as the stand-in, started as
              `java -Djavax.net.ssl.trustStore=… -cp … io.jenkins.plugins.intune.bench.Worker PEER AUTHORITY GRAPH`
            """.formatted(
                        command,
                        LocalDate.now(),
                        seconds,
                        bench.quick() ? " A quick run: fewer rounds, wider ranges." : "",
                        Machine.text(bench));
    }
}
