package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.WebMethodsJenkinsFixture.OTHER;
import static io.jenkins.plugins.intune.WebMethodsJenkinsFixture.ROLES;
import static io.jenkins.plugins.intune.WebMethodsJenkinsFixture.SHARED;
import static io.jenkins.plugins.intune.WebMethodsJenkinsFixture.SYSTEM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Descriptor;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Walks every web method of the plugin in every place as everybody, with values that exist and with values that do not, and
 * holds what comes against the table in docs/security.md.
 */
@WithJenkins
class WebMethodsJenkinsTest {

    /** What a form with a list has chosen. */
    private static final String CHOSEN = "chosen-already";

    private static final String PACKAGE = "io.jenkins.plugins.intune.";

    /** The places under the names that the documentation gives them, each with its addresses. */
    private static final Map<String, List<String>> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put("job", List.of("job/team/job/job/", "user/{me}/my-views/view/all/job/team/job/job/"));
        PLACES.put("folder", List.of("job/team/"));
        PLACES.put("own page", List.of("user/{me}/"));
        PLACES.put("another's page", List.of("user/" + OTHER + "/"));
        PLACES.put(
                "elsewhere",
                List.of(
                        "",
                        "view/all/",
                        "user/{me}/my-views/view/all/",
                        "computer/(built-in)/",
                        "job/team/view/All/",
                        "job/team/job/job/1/"));
    }

    /** Where no form has its web methods, so nobody may find any. */
    private static final List<String> NO_PLACES = List.of(
            "user/{me}/credentials/store/user/domain/_/",
            "user/{me}/credentials/store/user/domain/_/credential/own-app/",
            "job/team/credentials/store/folder/domain/_/",
            "job/team/credentials/store/folder/domain/_/credential/kept-app/");

    private JenkinsRule jenkins;
    private WebMethodsJenkinsFixture bench;

    /** A web method. */
    private record WebMethod(String kind, String name, String path) {
        String title() {
            return kind + " " + name;
        }

        boolean lists() {
            return name.startsWith("fill");
        }

        boolean tries() {
            return name.equals("verify") || name.equals("test");
        }

        /** The kind of credential that the method's value is the id of, or an empty text. */
        String refersTo() {
            Matcher reference =
                    Pattern.compile("(Certificate|Token|Credentials)Id").matcher(name);
            if (reference.find()) {
                return reference.group(1).equals("Credentials")
                        ? "app"
                        : reference.group(1).toLowerCase();
            }
            return "";
        }
    }

    @Test
    void everybodyGetsWhatTheDocumentationSays(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SortedMap<String, String> found = new TreeMap<>();
        try (WebMethodsJenkinsFixture fixture = new WebMethodsJenkinsFixture(rule)) {
            bench = fixture;
            for (Map.Entry<String, List<String>> place : PLACES.entrySet()) {
                for (String address : place.getValue()) {
                    for (WebMethod method : methods(place.getKey().equals("job"))) {
                        String outcomes = outcomes(address, method);
                        String before = found.put(row(method, place.getKey()), outcomes);
                        assertTrue(
                                before == null || before.equals(outcomes),
                                () -> method + " at " + address + " answers " + outcomes + " and elsewhere " + before);
                    }
                }
            }
        }
        assertEquals(table(documented()), table(found), "docs/security.md");
    }

    @Test
    void theStoresThemselvesHaveNoWebMethods(JenkinsRule rule) throws Exception {
        jenkins = rule;
        try (WebMethodsJenkinsFixture fixture = new WebMethodsJenkinsFixture(rule)) {
            for (String address : NO_PLACES) {
                assertEquals(
                        200,
                        fixture.call(at(address, "ADMINISTER"), "ADMINISTER", "GET", Map.of())
                                .statusCode(),
                        () -> address + " is there");
                for (WebMethod method : methods(false)) {
                    String path = at(address, "ADMINISTER") + method.path();
                    assertEquals(
                            404,
                            fixture.call(path, "ADMINISTER", "POST", Map.of()).statusCode(),
                            path);
                }
            }
        }
    }

    private static String row(WebMethod method, String place) {
        return method.title() + " | " + place;
    }

    private String outcomes(String address, WebMethod method) throws Exception {
        List<String> outcomes = new ArrayList<>();
        for (String role : ROLES) {
            String path = at(address, role) + method.path();
            HttpResponse<String> get = bench.call(path, role, "GET", form(method, "kept"));
            assertTrue(List.of(403, 404, 405).contains(get.statusCode()), () -> "GET " + path + " as " + role);
            assertEquals(0, bench.sent(), () -> "GET " + path + " as " + role);
            outcomes.add(outcome(path, role, method));
        }
        return String.join(" | ", outcomes);
    }

    private static String at(String address, String role) {
        return address.replace("{me}", role.equals("anonymous") ? "READ" : role);
    }

    /** What a role is told: refused, silent, own (about credentials of its own only) or answers. */
    private String outcome(String path, String role, WebMethod method) throws Exception {
        HttpResponse<String> kept = bench.call(path, role, "POST", form(method, "kept"));
        int sent = bench.sent();
        if (kept.statusCode() == 403) {
            assertEquals(0, sent, () -> path + " as " + role);
            return "refused";
        }
        // Anything else must have been reached, so a 404 is not good enough.
        assertEquals(200, kept.statusCode(), () -> path + " as " + role);
        if (method.lists()) {
            Map<String, String> nothing = form(method, "kept");
            nothing.replaceAll((field, value) -> value.equals(CHOSEN) ? "" : value);
            String listed = listed(kept.body(), path + " as " + role);
            assertEquals(
                    listed,
                    listed(bench.call(path, role, "POST", nothing).body(), path + " as " + role),
                    () -> path + " as " + role + " with nothing chosen");
            return listed;
        }
        if (method.kind().equals("ManagedIdentityAuthentication") && method.tries()) {
            return "answers";
        }
        if (method.tries() || method.name().matches("autoComplete.*|suggest")) {
            return sent > 0 ? "answers" : tries(path, role, method, kept);
        }
        String missing = ask(path, role, method, "missing");
        String told = plain(kept.body(), "kept");
        if (!method.refersTo().isEmpty()) {
            assertEquals(missing, ask(path, role, method, "system"), () -> path + " as " + role);
            if (told.equals(missing) && !ask(path, role, method, "own").equals(missing)) {
                return "own";
            }
        }
        if (!told.equals(missing)) {
            return "answers";
        }
        SHARED.forEach(id -> assertFalse(told.contains(id), () -> path + " as " + role + ": " + told));
        return "silent";
    }

    private String tries(String path, String role, WebMethod method, HttpResponse<String> kept) throws Exception {
        String missing = ask(path, role, method, "missing");
        assertEquals(0, bench.sent(), () -> path + " as " + role);
        assertEquals(missing, plain(kept.body(), "kept"), () -> path + " as " + role + " tells whether an id exists");
        bench.call(path, role, "POST", form(method, "own"));
        return bench.sent() > 0 ? "own" : "silent";
    }

    private String ask(String path, String role, WebMethod method, String which) throws Exception {
        return plain(bench.call(path, role, "POST", form(method, which)).body(), which);
    }

    /** An answer without the id that it repeats. */
    private static String plain(String body, String which) {
        return body.replaceAll(which + "-(app|token|certificate)", "the id");
    }

    private static String listed(String body, String who) {
        List<String> values = Pattern.compile("\"value\":\"([^\"]*)\"")
                .matcher(body)
                .results()
                .map(option -> option.group(1))
                .filter(value -> !List.of("", CHOSEN).contains(value))
                .toList();
        assertTrue(SYSTEM.stream().noneMatch(values::contains), () -> who + ": " + values);
        if (values.isEmpty()) {
            SHARED.forEach(id -> assertFalse(body.contains(id), () -> who + ": " + body));
            return "silent";
        }
        return values.stream().allMatch(value -> value.startsWith("own-")) ? "own" : "answers";
    }

    /** What stands in the form: credentials that are kept, of the scope System, one's own, or none that exist. */
    private Map<String, String> form(WebMethod method, String which) {
        boolean wrong = which.equals("missing");
        Map<String, String> form = new HashMap<>(Map.of(
                "tenantId", StandIn.TENANT,
                "clientId", StandIn.CLIENT,
                "cloud", "custom",
                "secret", "typed-secret",
                "password", TestCertificate.PASSWORD,
                "id", StandIn.DEVICE,
                "certificate", bench == null ? "" : bench.storedFile));
        List.of("scriptId", "runStateId", "userId", "appId", "entraDeviceId")
                .forEach(part -> form.put(part, StandIn.DEVICE));
        form.put("parameter", "DEVICE");
        form.put("typed", "LAP");
        form.put("serialNumber", "LAP-1");
        form.put("deviceName", "LAPTOP-7");
        form.put("userPrincipalName", "kim@contoso.example");
        for (String reference : List.of(
                "credentialsId:app", "defaultCredentialsId:app", "tokenId:token", "certificateId:certificate")) {
            String[] field = reference.split(":");
            form.put(field[0], method.lists() ? CHOSEN : which + "-" + field[1]);
        }
        form.put("deviceId", StandIn.DEVICE);
        form.put("failChoice", "%");
        form.put("value", value(method, which, wrong));
        return form;
    }

    private static String value(WebMethod method, String which, boolean wrong) {
        if (!method.refersTo().isEmpty()) {
            return which + "-" + method.refersTo();
        }
        return switch (method.name()) {
            // A secret can be anything but what looks like a secret's id.
            case "checkSecret" -> wrong ? StandIn.CLIENT : "typed-secret";
            case "checkPassword" -> wrong ? "wrong" : TestCertificate.PASSWORD;
            case "checkTenantId", "checkClientId", "checkId", "checkAppId", "checkEntraDeviceId" ->
                wrong ? "!" : StandIn.TENANT;
            case "checkUserId", "checkScriptId", "checkRunStateId", "checkDeviceId" -> wrong ? "!" : StandIn.TENANT;
            case "checkCloud" -> wrong ? "!" : "global";
            case "checkTimeout", "checkSessionTimeout", "checkDefaultTimeout" -> wrong ? "!" : "10";
            case "checkDeviceLines", "checkDefaultValue" -> wrong ? "!" : StandIn.DEVICE;
            case "checkFailPercentage" -> wrong ? "!" : "10";
            case "checkGraphRoot", "checkAuthority" -> wrong ? "!" : "https://example.org";
            // A name can be anything but nothing.
            default -> wrong ? "" : "LAP";
        };
    }

    /**
     * All web methods.
     *
     * @param everyDevice whether of all kinds of device, or of one by its id and of those that complete what is typed
     */
    private List<WebMethod> methods(boolean everyDevice) {
        List<WebMethod> methods = new ArrayList<>();
        for (Descriptor<?> descriptor : jenkins.jenkins.getExtensionList(Descriptor.class)) {
            boolean device = TargetDevice.class.isAssignableFrom(descriptor.clazz);
            String kind = descriptor.clazz.getSimpleName();
            if (!descriptor.getClass().getName().startsWith(PACKAGE)
                    || device
                            && !everyDevice
                            && !List.of("ManagedDevice", "BySerialNumber", "ByDeviceName")
                                    .contains(kind)) {
                continue;
            }
            for (Method method : descriptor.getClass().getMethods()) {
                if (method.getName().matches("do[A-Z].*")
                        && method.getDeclaringClass().getName().startsWith(PACKAGE)) {
                    String name = method.getName().substring(2, 3).toLowerCase()
                            + method.getName().substring(3);
                    methods.add(new WebMethod(
                            device ? "TargetDevice" : kind,
                            name,
                            "descriptorByName/" + descriptor.getId() + "/" + name));
                }
            }
        }
        return methods;
    }

    private static SortedMap<String, String> documented() throws Exception {
        SortedMap<String, String> rows = new TreeMap<>();
        SecurityTable.read(2 + ROLES.size(), (method, cells) -> {
            String outcomes = String.join(" | ", cells.subList(1, cells.size()));
            places(cells.get(0)).forEach(place -> rows.put(method + " | " + place, outcomes));
        });
        return rows;
    }

    private static List<String> places(String cell) {
        return cell.equals("anywhere") ? List.copyOf(PLACES.keySet()) : List.of(cell.split(", "));
    }

    private static String table(SortedMap<String, String> rows) {
        return rows.entrySet().stream()
                .map(row -> row.getKey() + " | " + row.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
