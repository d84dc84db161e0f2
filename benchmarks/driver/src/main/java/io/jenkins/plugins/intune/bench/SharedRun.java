package io.jenkins.plugins.intune.bench;

import static io.jenkins.plugins.intune.bench.FleetFigure.WINDOW_SECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of one run of several controllers: their own words, and what the stand-in saw of them. Everything that is counted
 * or drawn of requests is the stand-in's.
 */
final class SharedRun {

    /** Between two points of a plot. */
    private static final int PLOT_SECONDS = 5;

    private record Write(double second, String who, boolean throttled) {}

    private final List<Map<String, String>> said;
    private final int devices;
    private final List<Write> writes = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private int twice;

    /**
     * @param said what each controller said
     * @param devices how many each of them asked; the first one's begin with number 1
     */
    SharedRun(List<Map<String, String>> said, int devices, List<String[]> writes) {
        this.said = said;
        this.devices = devices;
        Map<String, String> owners = new HashMap<>();
        for (int number = 1; number <= said.size() * devices; number++) {
            owners.put(Endpoints.device(number), "controller " + ((number - 1) / devices + 1));
        }
        for (String[] words : writes) {
            String who = owners.getOrDefault(words[1], "script");
            boolean throttled = words[2].equals("throttled");
            this.writes.add(new Write(Long.parseLong(words[0]) / 1000.0, who, throttled));
            if (!throttled && !who.equals("script") && !taken.add(words[1])) {
                twice++;
            }
        }
    }

    /** Until the last device was accepted. */
    double seconds() {
        return said.stream().mapToDouble(SharedRun::took).max().orElseThrow();
    }

    /** The slowest controller's time over that of the fastest. */
    double slowest() {
        return seconds() / said.stream().mapToDouble(SharedRun::took).min().orElseThrow();
    }

    /**
     * The time over the least that the limit permits: what a client needs that knows what others leave, and sends each window's
     * writes at its very beginning, or evenly where others do.
     */
    double overLeast(int limit) {
        double windows = seconds() / WINDOW_SECONDS;
        int total = said.size() * devices;
        double scripts = scripts();
        return windows / (scripts > 0 ? total / (limit - scripts) : Math.max(1, (total - 1) / limit));
    }

    /** Which part of the controllers' requests was throttled. */
    double throttled() {
        long all = writes.stream().filter(write -> !write.who().equals("script")).count();
        long throttled = writes.stream()
                .filter(write -> write.throttled() && !write.who().equals("script"))
                .count();
        return (double) throttled / all;
    }

    /** How many writes of the script were taken in a window. */
    double scripts() {
        double end = seconds();
        return writes.stream()
                        .filter(write -> write.who().equals("script") && !write.throttled() && write.second() <= end)
                        .count()
                * WINDOW_SECONDS
                / end;
    }

    /** How many devices failed or are in doubt. */
    long failed() {
        return sum("failed") + sum("inDoubt");
    }

    int twice() {
        return twice;
    }

    /** Draws how many requests of each were taken in a second, on the average of the window up to then. */
    void plot(String title, Path file) throws IOException {
        Plot plot = Plot.linear(title, "s", "requests per second");
        int last = (int) seconds() + PLOT_SECONDS;
        for (int controller = 1; controller <= said.size(); controller++) {
            draw(plot, "controller " + controller, last);
        }
        if (scripts() > 0) {
            draw(plot, "script", last);
        }
        plot.write(file);
    }

    private void draw(Plot plot, String who, int last) {
        for (int second = PLOT_SECONDS; second <= last; second += PLOT_SECONDS) {
            int end = second;
            long count = writes.stream()
                    .filter(write -> write.who().equals(who) && !write.throttled())
                    .filter(write -> write.second() <= end && write.second() > end - WINDOW_SECONDS)
                    .count();
            plot.add(who, end, (double) count / WINDOW_SECONDS);
        }
    }

    private long sum(String key) {
        return said.stream().mapToLong(each -> Talk.count(each, key)).sum();
    }

    private static double took(Map<String, String> controller) {
        return Talk.number(controller, "lastAcceptedMillis") / 1000.0;
    }
}
