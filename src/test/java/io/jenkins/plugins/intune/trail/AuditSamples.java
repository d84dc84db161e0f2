package io.jenkins.plugins.intune.trail;

import io.jenkins.plugins.intune.index.AuditFilter;
import io.jenkins.plugins.intune.request.Sent;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Instant;
import java.util.UUID;

/** Requests to fill a log with. */
public final class AuditSamples {

    public static final GraphTenant TENANT =
            new GraphTenant("graph.microsoft.com", "11111111-aaaa-4bbb-8ccc-222222222222");
    public static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
    public static final Requester KIM = new Requester("team/ask", 12, TEN.minusSeconds(60), "kim", "SYSTEM");
    public static final Requester ANNA = new Requester("other", 3, TEN.minusSeconds(30), "anna", "SYSTEM");

    private AuditSamples() {}

    public static UUID id(int number) {
        return new UUID(0x4000L, 0x8000000000000000L + number);
    }

    public static String device(int number) {
        return DeviceLists.id(number);
    }

    /** A request for the device of the same number, so many seconds after ten. */
    public static AuditLine.Asked asked(int number) {
        return asked(number, TEN.plusSeconds(number), KIM);
    }

    public static AuditLine.Asked asked(int number, Instant at, Requester requester) {
        return new AuditLine.Asked(id(number), null, at, TENANT, device(number), "LAPTOP-" + number, requester, 0);
    }

    /** The next attempt of the same request. */
    public static AuditLine.Asked again(AuditLine.Asked before, int number, Instant at) {
        return again(before, number, at, Math.max(at.toEpochMilli(), before.sequence() + 1));
    }

    /** The next attempt after a restart: it is later than whatever a crash has made forgotten. */
    public static AuditLine.Asked againAfterRestart(AuditLine.Asked before, int number, Instant at) {
        AuditLine.Asked again = again(before, number, at);
        return again(before, number, at, again.sequence() + Sent.RESTART);
    }

    private static AuditLine.Asked again(AuditLine.Asked before, int number, Instant at, long sequence) {
        return new AuditLine.Asked(
                before.id(),
                id(number),
                at,
                before.tenant(),
                before.deviceId(),
                before.device(),
                before.requester(),
                sequence);
    }

    /** A request as it ends when a later attempt was told of and never left. */
    public static AuditLine.Asked until(AuditLine.Asked last, AuditLine.Asked told) {
        return new AuditLine.Asked(
                last.id(),
                last.attempt(),
                last.at(),
                last.tenant(),
                last.deviceId(),
                last.device(),
                last.requester(),
                told.sequence());
    }

    public static AuditFilter filter(String text) {
        return new AuditFilter(null, text, null, null, null, null);
    }

    public static final AuditFilter ALL = filter(null);
}
