package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** A device in Intune, and the session link that stands there. */
final class SimulatedDevice {

    /** A link that stood at the device. */
    static final class Link {

        final String url;
        /** The accepted request that it came from; null for somebody else's session. */
        final Call origin;

        final long since;

        Link(String url, Call origin, long since) {
            this.url = url;
            this.origin = origin;
            this.since = since;
        }
    }

    final int number;
    final String id;
    final String name;
    final String serialNumber;
    final String user;
    final String entraId;
    /** Whether Intune offers remote assistance there. */
    final boolean supported;
    /** All that ever stood there, in order. */
    final List<Link> links = new ArrayList<>();

    /** What stands there now; the empty string for nothing. */
    String link = "";

    String error = "";

    SimulatedDevice(int number, String name, String serialNumber, String user, boolean supported) {
        this.number = number;
        this.name = name;
        this.serialNumber = serialNumber;
        this.user = user;
        this.supported = supported;
        id = guid('d', number);
        entraId = guid('e', number);
    }

    /** An id that no other has. */
    static String guid(char kind, int number) {
        String digits = "00000000000" + number;
        return kind + "0000000-0000-4000-8000-" + digits.substring(digits.length() - 12);
    }

    /** The state of a script's run on the device, by which scripts name it. */
    String runState() {
        return "run-" + number + "-";
    }

    void show(Link shown) {
        links.add(shown);
        link = shown.url;
        error = "";
    }

    /** A session is over. */
    void hide(Link shown) {
        link = link.equals(shown.url) ? "" : link;
    }

    @Override
    public String toString() {
        return "device " + number;
    }
}
