package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.Trace;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a build remembers of one request. Kept in the build's own file, the session link encrypted. Thread-safe.
 */
@ExportedBean(defaultVisibility = 2)
public final class AssistanceRecord {

    // Tells one request from another, and opens nothing.
    @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
    private final String key;

    private final String device;
    private final String deviceId;
    private final String deviceName;
    private final String outcome;
    private final String message;
    private final long startedAt;
    private final long acceptedAt;
    private final String requestId;
    private final String clientRequestId;
    private final int attempts;
    /** Encrypted; null if there never was a link. */
    private final String session;

    private final String sessionError;
    /** What a later step of the build needs to go on with the request; 0 and null if nothing was sent. */
    private final int ordinal;

    private final long sentAt;

    private final long sequence;

    private final int resends;
    private final String linkBefore;
    private final String errorBefore;
    private final String reason;
    private final String linkFound;
    /** Under which the assistance log has it; null for the client request id. */
    private final String logId;

    private transient volatile Run<?, ?> run;

    /**
     * @param key tells one request of a build from another
     * @param report what became of it, the session link encrypted
     */
    AssistanceRecord(String key, RequestReport report) {
        this.key = key;
        device = report.device();
        deviceId = report.deviceId();
        deviceName = report.deviceName();
        outcome = report.outcome().name();
        message = report.message();
        startedAt = report.startedAt().toEpochMilli();
        acceptedAt = report.acceptedAt() == null ? 0 : report.acceptedAt().toEpochMilli();
        requestId = report.requestId();
        clientRequestId = report.clientRequestId();
        attempts = report.attempts();
        session = report.sessionUrl();
        sessionError = report.sessionError();
        Trace trace = report.trace();
        ordinal = trace == null ? 0 : trace.ordinal();
        sentAt = trace == null ? 0 : trace.sentAt().toEpochMilli();
        sequence = trace == null ? 0 : trace.sequence();
        resends = trace == null ? 0 : trace.resends();
        linkBefore = trace == null ? null : trace.linkBefore();
        errorBefore = trace == null ? null : trace.errorBefore();
        reason = trace == null ? null : trace.reason();
        linkFound = trace == null ? null : trace.linkFound();
        logId = Objects.equals(report.logId(), clientRequestId) ? null : report.logId();
    }

    /** The report that it was made of, without what only people need. */
    RequestReport report() {
        return report(null, null);
    }

    /**
     * The whole report.
     *
     * @param lookUp as of {@link RequestReport}, which is not remembered
     * @param link its session link, or {@code null} for none
     */
    RequestReport report(String lookUp, String link) {
        return new RequestReport(
                device,
                deviceId,
                deviceName,
                lookUp,
                Outcome.valueOf(outcome),
                message,
                Instant.ofEpochMilli(startedAt),
                acceptedAt == 0 ? null : Instant.ofEpochMilli(acceptedAt),
                requestId,
                clientRequestId,
                attempts,
                link,
                sessionError,
                sentAt == 0
                        ? null
                        : new Trace(
                                ordinal,
                                Instant.ofEpochMilli(sentAt),
                                sequence,
                                resends,
                                linkBefore,
                                errorBefore,
                                reason,
                                linkFound),
                logId);
    }

    /** Sets the build that the record belongs to, which knows who may see the link. */
    void belongTo(Run<?, ?> build) {
        run = build;
    }

    /** Tells it from other requests of the build. */
    public String getKey() {
        return key;
    }

    /** Whether nothing was sent for it, so that no later step of the build goes on with it. */
    boolean isUnsent() {
        return attempts == 0;
    }

    /** The id under which the assistance log has it, or {@code null} if nothing was sent. */
    @CheckForNull
    String logId() {
        return logId == null ? clientRequestId : logId;
    }

    /** Whether this is the request with that {@code client-request-id}. */
    boolean isOf(String request) {
        return clientRequestId != null && clientRequestId.equals(request);
    }

    /** The device in words. */
    @Exported
    public String getDevice() {
        return device;
    }

    /** The Intune device id, or {@code null} if nobody knows it. */
    @Exported
    @CheckForNull
    public String getDeviceId() {
        return deviceId;
    }

    /** The device's name, or {@code null} if it was not read. */
    @Exported
    @CheckForNull
    public String getDeviceName() {
        return deviceName;
    }

    /** What people call the device: its name, or else how it was addressed. */
    public String getName() {
        return deviceName == null ? device : deviceName;
    }

    /** When Intune accepted, or else when it began, for people. */
    public Date getTime() {
        return new Date(acceptedAt == 0 ? startedAt : acceptedAt);
    }

    /** How it ended: an {@linkplain Outcome#id() outcome}. */
    @Exported
    public String getOutcome() {
        return ending().getId();
    }

    /** How it ended, for people. */
    public String getOutcomeText() {
        return ending().getText();
    }

    /** Whether it was a dry run, as far as its outcome tells. */
    public boolean isDryRun() {
        return ending().isOfDryRun();
    }

    /** The symbol of Jenkins that stands for the outcome. */
    public String getOutcomeIcon() {
        return ending().getIcon();
    }

    private AssistanceOutcome ending() {
        return new AssistanceOutcome(Outcome.valueOf(outcome));
    }

    /** The failure's paragraph, or {@code null} for none. */
    @Exported
    @CheckForNull
    public String getMessage() {
        return message;
    }

    /** When it began, as ISO 8601 has it. */
    @Exported
    public String getStartedAt() {
        return Instant.ofEpochMilli(startedAt).toString();
    }

    /** When Intune accepted, as ISO 8601 has it, or {@code null}. */
    @Exported
    @CheckForNull
    public String getAcceptedAt() {
        return acceptedAt == 0 ? null : Instant.ofEpochMilli(acceptedAt).toString();
    }

    /** The id that Graph gave it, or {@code null}. */
    @Exported
    @CheckForNull
    public String getRequestId() {
        return requestId;
    }

    /** The id that this side gave it, or {@code null} if nothing was sent. */
    @Exported
    @CheckForNull
    public String getClientRequestId() {
        return clientRequestId;
    }

    /** How many times the action was sent. */
    @Exported
    public int getAttempts() {
        return attempts;
    }

    /** Whether there is a session link, which everybody may know. */
    @Exported
    public boolean isSession() {
        return session != null && SessionLinks.get().isKept(session);
    }

    /** Whether there was a session link, and its time is over. */
    public boolean isSessionOver() {
        return session != null && !isSession();
    }

    /**
     * The session link, or {@code null} if there is none or the current user may not assist. Whoever gets it is noted in the
     * assistance log, and what cannot be noted gets none.
     */
    @Exported
    @CheckForNull
    public String getSessionUrl() {
        return mayOpen() ? AssistanceLog.get().handOut(run, link(), logId()) : null;
    }

    /** Where the session is opened, below Jenkins' root, or {@code null} if {@link #getSessionUrl} is. */
    @CheckForNull
    public String getSessionPath() {
        return mayOpen() && isSession() && clientRequestId != null ? SessionRedirect.path(run, clientRequestId) : null;
    }

    private boolean mayOpen() {
        return session != null && run != null && IntunePermissions.mayAssist(run);
    }

    /** The session link, to be masked in the log; {@code null} if there is none. */
    @CheckForNull
    String link() {
        return session == null ? null : SessionLinks.get().decrypt(session);
    }

    /** Why there is no session, in Intune's words, or {@code null}. */
    @Exported
    @CheckForNull
    public String getSessionError() {
        return sessionError;
    }
}
