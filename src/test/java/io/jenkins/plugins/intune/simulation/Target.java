package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.http.HttpCall;
import java.net.URI;

/**
 * What a call to Graph is about, as its address says.
 *
 * @param kind what is asked for
 * @param device the device, if there is one of that name
 * @param property the property that a list is filtered by
 * @param value the value that it is filtered by
 * @param skip how many devices earlier pages had
 * @param withSession whether the session link was asked for by name
 */
record Target(Kind kind, SimulatedDevice device, String property, String value, int skip, boolean withSession) {

    enum Kind {
        ACTION,
        DEVICE,
        LIST,
        CONNECTOR,
        UNKNOWN
    }

    private static final String ACTION = "/requestRemoteAssistance";
    private static final String DEVICES = "managedDevices";

    static Target of(HttpCall call, Tenant tenant) {
        URI uri = call.uri();
        String path = uri.getPath();
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        if (call.method().equals("POST")) {
            return path.endsWith(ACTION)
                    ? about(Kind.ACTION, path.substring(0, path.length() - ACTION.length()), false, tenant)
                    : new Target(Kind.UNKNOWN, null, null, null, 0, false);
        }
        if (path.endsWith("/remoteAssistancePartners")) {
            return new Target(Kind.CONNECTOR, null, null, null, 0, false);
        }
        if (path.endsWith("/deviceManagement/" + DEVICES)) {
            return list(query);
        }
        return about(Kind.DEVICE, path, query.contains("remoteAssistanceSessionUrl"), tenant);
    }

    private static Target about(Kind kind, String path, boolean withSession, Tenant tenant) {
        String[] parts = path.split("/");
        String last = parts[parts.length - 1];
        SimulatedDevice device =
                last.equals("managedDevice") ? tenant.byRunState(parts[parts.length - 2]) : tenant.byId(last);
        return new Target(kind, device, null, null, 0, withSession);
    }

    /** {@code $filter=property eq 'value'&…}, in which the value may hold anything, quotes doubled. */
    private static Target list(String query) {
        int from = query.indexOf("$filter=") + "$filter=".length();
        int operator = query.indexOf(" eq '", from);
        int until = query.indexOf("'&", operator);
        if (from < "$filter=".length() || operator < 0 || until < 0) {
            return new Target(Kind.LIST, null, null, null, skip(query), false);
        }
        String value = query.substring(operator + " eq '".length(), until).replace("''", "'");
        return new Target(Kind.LIST, null, query.substring(from, operator), value, skip(query), false);
    }

    private static int skip(String query) {
        int from = query.indexOf("$skiptoken=");
        return from < 0 ? 0 : Integer.parseInt(query.substring(from + "$skiptoken=".length()));
    }
}
