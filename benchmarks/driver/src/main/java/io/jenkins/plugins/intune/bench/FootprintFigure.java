package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What has to be installed. Classes for one request are part of {@link ColdFigure}. */
final class FootprintFigure implements Figure {

    private static final Goal SIZE = Goal.atMost("size of the .hpi", 1.2, "%.2f", " MB");

    private final Bench bench;

    FootprintFigure(Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public List<Goal> goals() {
        return List.of(SIZE);
    }

    @Override
    public String measure(Goals goals) throws IOException {
        double megabytes = Files.size(bench.hpi()) / 1e6;
        goals.measured(SIZE, megabytes);
        StringBuilder text = new StringBuilder("""
            ## Footprint

            Everything that is on the class path for one request. The plugin's includes Apache HttpClient, which comes from
            a plugin of its own that other plugins share; the .hpi itself holds %s.

            | | jars | MB |
            |---|--:|--:|
            """.formatted(bench.shipped().text()));
        for (PeerKind peer :
                List.of(PeerKind.PLUGIN_ACTION, PeerKind.SDK, PeerKind.MSAL, PeerKind.JDK, PeerKind.APACHE)) {
            List<Path> jars = bench.jars(peer.module());
            double sum = 0;
            for (Path jar : jars) {
                sum += Files.size(jar);
            }
            String label = peer == PeerKind.PLUGIN_ACTION ? "plugin, with Apache HttpClient" : peer.label();
            text.append(String.format(Locale.ROOT, "| %s | %d | %.2f |%n", label, jars.size(), sum / 1e6));
        }
        text.append(String.format(Locale.ROOT, "| *the plugin's .hpi* | 1 | %.2f |%n", megabytes));
        text.append("\nThe classes that one request loads are in the table of the cold first request.\n");
        return text.toString();
    }
}
