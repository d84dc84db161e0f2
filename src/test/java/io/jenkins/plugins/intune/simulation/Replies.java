package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.http.HttpReply;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers as Graph gives them, and those of what stands before it. */
final class Replies {

    private static final String HTML =
            "<html><head><title>Sorry</title></head><body><h1>The gateway has no answer</h1></body></html>";

    private final World world;
    /** The kind of advice that this world always gives, or -1 if it gives all kinds. */
    private final int stubborn;
    /** What every body of Graph's own begins with. */
    private final String beginning;

    private int requestIds;
    private int notProcessed;

    Replies(World world) {
        this.world = world;
        stubborn = world.dice.choose("the same Retry-After", 0, 2) == 0 ? world.dice.choose("Retry-After", 0, 12) : -1;
        beginning = world.dice.happens(Fault.BYTE_ORDER_MARK, 0) ? "\uFEFF" : "";
    }

    HttpReply noContent() {
        return new HttpReply(204, headers(), "", false);
    }

    HttpReply json(String body) {
        return new HttpReply(200, headers(), beginning + body, false);
    }

    /** Graph's own word on what went wrong. */
    HttpReply error(int status, String code, String message) {
        return error(status, code, message, headers());
    }

    private HttpReply error(int status, String code, String message, Map<String, List<String>> headers) {
        String id = headers.get("request-id").get(0);
        String body = beginning + "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message
                + "\",\"innerError\":{\"request-id\":\"" + id + "\",\"client-request-id\":\"" + id
                + "\",\"date\":\"2026-11-24T10:00:00\"}}}";
        return new HttpReply(status, headers, body, false);
    }

    /** Graph's own word that it has not processed the request, with any kind of advice on when to try again. */
    HttpReply notProcessed(int status, String code, int subject) {
        notProcessed++;
        Map<String, List<String>> headers = headers();
        retryAfter(headers, subject);
        return error(status, code, "Please retry again later.", headers);
    }

    /** Something between here and Graph answers, and knows nothing of what Graph has done. */
    HttpReply gateway(int status, int subject) {
        Map<String, List<String>> headers = new TreeMap<>();
        headers.put("Content-Type", List.of("text/html"));
        if (status == 429 || status == 503) {
            retryAfter(headers, subject);
        }
        return new HttpReply(status, headers, HTML, false);
    }

    /** What Graph told another call. */
    HttpReply anothers(int status, int subject) {
        Map<String, List<String>> headers = headers();
        headers.put("client-request-id", List.of(SimulatedDevice.guid('e', requestIds)));
        if (status == 429 || status == 503) {
            retryAfter(headers, subject);
        }
        return status == 204
                ? new HttpReply(status, headers, "", false)
                : error(status, "UnknownError", "Of somebody else.", headers);
    }

    /** How often Graph has said so. */
    int notProcessed() {
        return notProcessed;
    }

    private void retryAfter(Map<String, List<String>> headers, int subject) {
        String value =
                switch (stubborn >= 0 ? stubborn : world.dice.choose("Retry-After", subject, 12)) {
                    case 0 -> "0";
                    case 1 -> "0.5";
                    case 2 -> "2.128";
                    case 3 -> "3600";
                    case 4 -> date(9);
                    case 5 -> date(-100);
                    case 6 -> "soon";
                    case 7 -> "20";
                    case 8 -> "60";
                    case 9 -> "7";
                    default -> null;
                };
        if (value != null) {
            headers.put("Retry-After", List.of(value));
        }
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>();
        headers.put("request-id", List.of(SimulatedDevice.guid('c', ++requestIds)));
        headers.put("Date", List.of(date(0)));
        return headers;
    }

    private String date(int inSeconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                world.trueTime().plusSeconds(inSeconds).atOffset(ZoneOffset.UTC));
    }

    /** A device as a read of it shows it. */
    static String device(SimulatedDevice device, boolean withSession) {
        StringBuilder json = new StringBuilder(400);
        json.append(
                "{\"@odata.context\":\"https://graph.test/v1.0/$metadata#deviceManagement/managedDevices/$entity\"");
        member(json, "id", device.id);
        member(json, "deviceName", device.name);
        member(json, "serialNumber", device.serialNumber);
        member(json, "operatingSystem", "Windows");
        member(json, "userPrincipalName", device.user);
        member(json, "azureADDeviceId", device.entraId);
        member(json, "lastSyncDateTime", "2026-11-24T09:00:00Z");
        member(json, "managedDeviceOwnerType", "company");
        if (withSession) {
            session(json, "remoteAssistanceSessionUrl", device.link);
            session(json, "remoteAssistanceSessionErrorDetails", device.error);
        }
        return json.append('}').toString();
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"").append(value).append('"');
    }

    /** What is not set is null or the empty string. */
    private static void session(StringBuilder json, String name, String value) {
        if (value.isEmpty() && name.length() % 2 == 0) {
            json.append(",\"").append(name).append("\":null");
        } else {
            member(json, name, value);
        }
    }

    /** A page of a list. */
    String list(List<SimulatedDevice> devices, String nextLink) {
        StringBuilder json = new StringBuilder(300).append("{\"value\":[");
        for (int i = 0; i < devices.size(); i++) {
            json.append(i == 0 ? "" : ",").append(device(devices.get(i), false));
        }
        json.append(']');
        if (nextLink != null) {
            json.append(",\"@odata.nextLink\":\"").append(nextLink).append('"');
        }
        return json.append('}').toString();
    }
}
