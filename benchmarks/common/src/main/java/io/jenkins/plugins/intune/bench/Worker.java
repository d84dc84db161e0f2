package io.jenkins.plugins.intune.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One peer in a JVM of its own. Takes commands as lines and answers each with a line of {@code key=value}, so that the
 * driver can let many workers run in turn.
 */
public final class Worker {

    private Worker() {}

    /** @param args the peer's class, Entra's root, Graph's root, and {@code cold} to ask once and end */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("none")) {
            say(state());
            Runtime.getRuntime().halt(0);
        }
        Peer peer = (Peer)
                Class.forName(args[0]).getConstructor(Endpoints.class).newInstance(new Endpoints(args[1], args[2]));
        if (args.length > 3) {
            peer.action(Endpoints.device(0)).join();
            say(state());
            // What comes after the answer, such as threads that go home, is nobody's first request.
            Runtime.getRuntime().halt(0);
        }
        serve(peer);
    }

    private static void serve(Peer peer) throws IOException, InterruptedException {
        Load load = new Load(peer);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "warm" -> {
                    load.warm(number(words[1]), number(words[2]));
                    say(Map.of());
                }
                case "latency" -> say(load.latency(number(words[1])));
                case "callers" -> say(load.callers(number(words[1]), number(words[2])));
                case "heap" -> say(state("heapBytes", Meter.heap()));
                case "state" -> say(state());
                case "start" -> say(load.startWaiting(number(words[1])));
                default -> throw new IllegalArgumentException("no such command: " + line);
            }
        }
        System.exit(0); // and not halt, so that a flight recording is written
    }

    private static Map<String, Object> state(String key, Object value) {
        Map<String, Object> state = state();
        state.put(key, value);
        return state;
    }

    private static Map<String, Object> state() {
        Map<String, Object> state = new TreeMap<>();
        state.put("totalCpuMicros", Meter.totalCpuMicros());
        state.put("residentKilobytes", Meter.peakResidentKilobytes());
        state.put("classes", Meter.classes());
        state.put("threads", Meter.threads());
        return state;
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    /** Answers the driver. */
    public static void say(Map<String, Object> result) {
        System.out.println("= "
                + result.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ")));
        System.out.flush();
    }
}
