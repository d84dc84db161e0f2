package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts peers in JVMs of their own, without any option but the trust in the stand-in. */
final class Workers {

    private static final String MAIN = "io.jenkins.plugins.intune.bench.Worker";

    private final Bench bench;
    private final StandInProcess standIn;

    Workers(Bench bench, StandInProcess standIn) {
        this.bench = bench;
        this.standIn = standIn;
    }

    Talk start(PeerKind peer, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Bench.java()));
        command.addAll(standIn.certificate().options());
        command.addAll(List.of("-cp", bench.classPath(peer.module()), MAIN, peer.className()));
        command.addAll(List.of(standIn.authority(), standIn.graph(peer.http2())));
        command.addAll(List.of(arguments));
        return new Talk(command, bench.work().resolve(peer.name().toLowerCase(java.util.Locale.ROOT) + ".log"));
    }

    /** A JVM that does nothing. */
    Talk startNothing() throws IOException {
        return new Talk(
                List.of(Bench.java(), "-cp", bench.classPath("common"), MAIN, "none"),
                bench.work().resolve("none.log"));
    }
}
