package io.jenkins.plugins.intune.simulation;

import java.util.List;

/** Whether a build asked a device no more often than it may. */
final class RepetitionChecks {

    /** Most times that what is in doubt is sent again, if its author wants it. */
    private static final int MAX_RESENDS = 2;
    /** Most refused tokens in a row that are renewed. */
    private static final int MAX_REFUSALS = 1;

    private final SimulatedBuild build;
    private final SimulatedDevice device;
    private final Findings findings;
    private int doubts;
    private int refusals;

    RepetitionChecks(SimulatedBuild build, SimulatedDevice device, Findings findings) {
        this.build = build;
        this.device = device;
        this.findings = findings;
    }

    /** @param writes all that the build made for the device, or a step of it if each may ask, in order */
    void check(List<Call> writes) {
        int accepted = 0;
        for (int i = 0; i < writes.size(); i++) {
            accepted += writes.get(i).accepted ? 1 : 0;
            if (i + 1 < writes.size()) {
                check(writes.get(i), writes.get(i + 1));
            }
        }
        int allowed = build.spec.resend() ? 1 + MAX_RESENDS : 1;
        if (accepted > allowed) {
            found(Finding.TWICE, "Intune accepted " + accepted + " requests, not " + allowed);
        }
    }

    private void check(Call call, Call next) {
        // What reached nobody is asked again by another step.
        boolean another = next.step != call.step;
        // What a process has heard and not written down before it died, nobody knows.
        boolean forgotten = next.machine != call.machine;
        boolean inARow = call.word == Call.Word.TOKEN_REFUSED || call.word == Call.Word.NEVER_LEFT;
        refusals = another || !inARow ? 0 : refusals;
        boolean mayRepeat =
                switch (call.word) {
                    case NEVER_LEFT, NOT_PROCESSED -> true;
                    case TOKEN_REFUSED -> forgotten || another || ++refusals <= MAX_REFUSALS;
                    case UNCLEAR, NONE -> build.spec.resend() && ++doubts <= MAX_RESENDS;
                    case REFUSED -> another || build.spec.resend() && forgotten && ++doubts <= MAX_RESENDS;
                    case ACCEPTED -> build.spec.resend() && forgotten && ++doubts <= MAX_RESENDS;
                };
        if (call.left() && !mayRepeat) {
            found(Finding.SENT_AGAIN, call + " was told " + call.told + ", and then " + next + " was made");
        } else if (!forgotten && !(call.isTold() && call.toldAt <= next.createdAt)) {
            found(Finding.SENT_AGAIN, next + " was made while " + call + " was under way");
        }
    }

    private void found(Finding finding, String message) {
        findings.add(finding, build + ", " + device + ": " + message);
    }
}
