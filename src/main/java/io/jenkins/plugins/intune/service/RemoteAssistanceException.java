package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.Serial;
import java.util.Locale;

/**
 * How a step ends that has asked and failed. A Pipeline that catches it can read what became of the request, also in the
 * sandbox.
 */
public final class RemoteAssistanceException extends AbortException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String outcome;
    private final String clientRequestId;
    private final String deviceId;

    private RemoteAssistanceException(String message, String outcome, String clientRequestId, String deviceId) {
        super(message);
        this.outcome = outcome;
        this.clientRequestId = clientRequestId;
        this.deviceId = deviceId;
    }

    /** One device. */
    public static RemoteAssistanceException of(RequestReport report) {
        return new RemoteAssistanceException(
                report.message(), report.outcome().id(), report.clientRequestId(), report.deviceId());
    }

    /** Many devices. */
    public static RemoteAssistanceException of(FleetResult result) {
        return new RemoteAssistanceException(
                result.message(), result.verdict().name().toLowerCase(Locale.ROOT), null, null);
    }

    /** How it ended: for one device as the key {@code outcome} of the step's map, for many {@code failure}. */
    @NonNull
    public String getOutcome() {
        return outcome;
    }

    /** The id that this side gave the request, or {@code null} if nothing was sent, or there were many devices. */
    @CheckForNull
    public String getClientRequestId() {
        return clientRequestId;
    }

    /** The Intune device id, or {@code null} if nobody knows it, or there were many devices. */
    @CheckForNull
    public String getDeviceId() {
        return deviceId;
    }
}
