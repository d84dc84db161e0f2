package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts peers in JVMs of their own, without any option but the trust in the stand-in. */
final class Workers {

    private static final String MAIN = "io.jenkins.plugins.intune.bench.Worker";
    private static final String FLEETS = "io.jenkins.plugins.intune.fleet.FleetWorker";

    private final Bench bench;
    private final StandInProcess standIn;

    Workers(Bench bench, StandInProcess standIn) {
        this.bench = bench;
        this.standIn = standIn;
    }

    Talk start(PeerKind peer, String... arguments) throws IOException {
        List<String> command = command(peer, List.of(MAIN, peer.className()), arguments);
        return new Talk(command, bench.work().resolve(peer.name().toLowerCase(java.util.Locale.ROOT) + ".log"));
    }

    /** A controller that asks fleets of devices, in the name of an app. */
    Talk startFleets(String client) throws IOException {
        return new Talk(
                command(PeerKind.PLUGIN_REQUEST, List.of(FLEETS), client),
                bench.work().resolve("fleet.log"));
    }

    /** A JVM that does nothing. */
    Talk startNothing() throws IOException {
        return new Talk(
                List.of(Bench.java(), "-cp", bench.classPath("common"), MAIN, "none"),
                bench.work().resolve("none.log"));
    }

    private List<String> command(PeerKind peer, List<String> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Bench.java()));
        command.addAll(standIn.certificate().options());
        command.addAll(List.of("-cp", bench.classPath(peer.module())));
        command.addAll(main);
        command.addAll(List.of(standIn.authority(), standIn.graph(peer.http2())));
        command.addAll(List.of(arguments));
        return command;
    }
}
