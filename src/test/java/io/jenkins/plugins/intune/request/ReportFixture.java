package io.jenkins.plugins.intune.request;

import java.time.Instant;

/** What is left of a request, for tests: what one says of it, and otherwise that nothing was sent. Not for several threads. */
public final class ReportFixture {

    private final Outcome outcome;
    private String device = "a device";
    private String deviceId;
    private String deviceName;
    private String message;
    private Instant startedAt = Instant.EPOCH;
    private Instant acceptedAt;
    private String requestId;
    private String clientRequestId;
    private int attempts;
    private String sessionUrl;
    private Trace trace;

    private ReportFixture(Outcome outcome) {
        this.outcome = outcome;
    }

    public static ReportFixture of(Outcome outcome) {
        return new ReportFixture(outcome);
    }

    /** A trace that knows when, and nothing else that a later step would go on with.
     *
     * @param ordinal from 1
     */
    public static Trace trace(int ordinal, Instant sentAt) {
        return new Trace(ordinal, sentAt, 0, 0, "", "", null, null);
    }

    public ReportFixture device(String inWords, String id, String name) {
        device = inWords;
        deviceId = id;
        deviceName = name;
        return this;
    }

    public ReportFixture message(String text) {
        message = text;
        return this;
    }

    public ReportFixture began(Instant at) {
        startedAt = at;
        return this;
    }

    public ReportFixture accepted(Instant at) {
        acceptedAt = at;
        return this;
    }

    public ReportFixture link(String url) {
        sessionUrl = url;
        return this;
    }

    /** Once, and Graph gave it no id of its own. */
    public ReportFixture sent(String id, Trace left) {
        return sent(id, null, left);
    }

    /** Once. */
    public ReportFixture sent(String id, String graphsId, Trace left) {
        clientRequestId = id;
        requestId = graphsId;
        attempts = 1;
        trace = left;
        return this;
    }

    public RequestReport report() {
        return new RequestReport(
                device,
                deviceId,
                deviceName,
                null,
                outcome,
                message,
                startedAt,
                acceptedAt,
                requestId,
                clientRequestId,
                attempts,
                sessionUrl,
                null,
                trace,
                null);
    }
}
