package io.jenkins.plugins.intune.graph;

import java.io.Serial;

/** A request that ended without success. The message is one readable paragraph, ready for a build log. */
public final class RemoteAssistanceException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient RequestReport report;

    RemoteAssistanceException(RequestReport report) {
        super(report.message());
        this.report = report;
    }

    /** What is left of the request. */
    public RequestReport report() {
        return report;
    }
}
