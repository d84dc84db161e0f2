package io.jenkins.plugins.intune.bench;

import java.util.Locale;

/** Pipelines that do the same in different ways. */
final class JenkinsScripts {

    /** A way to do it. */
    enum Way {
        EMPTY("`echo`, which does nothing"),
        STEP("`requestRemoteAssistance`"),
        FLEET("the same, once with all `devices`"),
        HTTP_REQUEST("`httpRequest`, twice"),
        CURL("`sh` with `curl`, twice");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        String job(String how) {
            return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + how;
        }

        /** Whether it keeps to Intune's limit. */
        boolean keepsToLimit() {
            return this == STEP || this == FLEET;
        }

        /** Whether it does one after the other, and not only many at once. */
        boolean doesOne() {
            return this != FLEET;
        }
    }

    private final Endpoints endpoints;
    private final String pem;

    /** @param pem the stand-in's certificate, for curl */
    JenkinsScripts(Endpoints endpoints, String pem) {
        this.endpoints = endpoints;
        this.pem = pem;
    }

    /** One after the other. */
    String inTurn(Way way, int count) {
        return around(
                way, "for (int i = 0; i < " + count + "; i++) {\n    def id = " + id() + "\n    " + one(way) + "\n}\n");
    }

    /** All at once; a failure of one leaves the others alone and is counted at the stand-in. */
    String inParallel(Way way, int count) {
        if (way == Way.FLEET) {
            return """
                def ids = []
                for (int i = 0; i < %d; i++) {
                    ids.add(%s)
                }
                requestRemoteAssistance credentialsId: 'intune-app', devices: ids, timeout: 600
                """.formatted(count, id());
        }
        return around(way, """
            def branches = [:]
            for (int i = 0; i < %d; i++) {
                def id = %s
                branches["device ${i}"] = {
                    try {
                        %s
                    } catch (e) {
                        echo "failed: ${e.message}"
                    }
                }
            }
            parallel branches
            """.formatted(count, id(), one(way)));
    }

    private static String id() {
        return "'7f1c2a44-1d0e-4b5f-9a86-' + String.format('%012d', i)";
    }

    private static String around(Way way, String script) {
        return way == Way.CURL ? "node {\n" + script + "}\n" : script;
    }

    private String one(Way way) {
        return switch (way) {
            case EMPTY -> "echo id";
            case STEP, FLEET -> "requestRemoteAssistance credentialsId: 'intune-app', deviceId: id, timeout: 600";
            case HTTP_REQUEST ->
                """
                def token = httpRequest(url: '%s', httpMode: 'POST', requestBody: '%s', quiet: true, customHeaders: [[name: 'Content-Type', value: 'application/x-www-form-urlencoded']]).content.split('access_token":"')[1].split('"')[0]
                httpRequest url: "%s", httpMode: 'POST', quiet: true, validResponseCodes: '204', customHeaders: [[name: 'Authorization', value: 'Bearer ' + token, maskValue: true], [name: 'Content-Length', value: '0']]
                """.formatted(endpoints.tokenEndpoint(), endpoints.tokenForm(), endpoints.action("${id}"))
                        .replace(", [name: 'Content-Length', value: '0']", "");
            case CURL ->
                """
                withEnv(["DEVICE=${id}"]) { sh '''
                set +x
                token=$(curl --silent --fail --cacert %s --data '%s' %s)
                token=${token##*access_token\\\\":\\\\"}
                curl --silent --fail --cacert %s --request POST --header "Authorization: Bearer ${token%%%%\\\\"*}" --header 'Content-Length: 0' %s
                ''' }
                """.formatted(pem, endpoints.tokenForm(), endpoints.tokenEndpoint(), pem, endpoints.action("$DEVICE"));
        };
    }
}
