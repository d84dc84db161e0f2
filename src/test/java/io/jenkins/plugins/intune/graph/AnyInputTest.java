package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.intune.entra.Tenant;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/** Whatever people type and servers say: never an unexpected exception, never another host or path. */
class AnyInputTest {

    private static final CloudEndpoints GLOBAL = Cloud.GLOBAL.endpoints().orElseThrow();

    @Property(tries = 5_000)
    void noTextLeadsToAnotherPath(@ForAll DeviceForm form, @ForAll String typed) {
        try {
            staysInPlace(form, DeviceAddress.of(form, part -> typed));
        } catch (InvalidInputException refused) {
            assertFalse(refused.getMessage().isBlank());
        }
    }

    /** As above, among the characters that addresses are made of, where more is let through. */
    @Property(tries = 5_000)
    void noAddressCharacterLeadsToAnotherPath(
            @ForAll DeviceForm form, @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 12) String typed) {
        try {
            staysInPlace(
                    form,
                    DeviceAddress.of(
                            form,
                            part -> part == DevicePart.ID || part == DevicePart.SCRIPT_ID
                                    ? "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55"
                                    : typed));
        } catch (InvalidInputException refused) {
            assertFalse(refused.getMessage().isBlank());
        }
    }

    private static void staysInPlace(DeviceForm form, DeviceAddress address) {
        URI uri = address.uri(GLOBAL, ApiVersion.BETA);
        assertEquals("graph.microsoft.com", uri.getHost());
        assertNull(uri.getQuery());
        assertNull(uri.getFragment());
        assertEquals(uri, uri.normalize());
        int segments = form.path(Map.of(
                        DevicePart.ID, "x",
                        DevicePart.SCRIPT_ID, "x",
                        DevicePart.RUN_STATE_ID, "x",
                        DevicePart.USER_ID, "x",
                        DevicePart.APP_ID, "x"))
                .split("/")
                .length;
        assertEquals(segments + 2, uri.getRawPath().split("/").length, uri::toString);
    }

    @Property(tries = 5_000)
    void noTextLeadsToAnotherTenantOrCloud(@ForAll @CharRange(from = ' ', to = '~') String typed) {
        try {
            URI authority = URI.create(GLOBAL.authority() + "/" + Tenant.require(typed) + "/oauth2/v2.0/token");
            assertEquals("login.microsoftonline.com", authority.getHost());
            assertEquals(5, authority.getRawPath().split("/").length);
        } catch (InvalidInputException refused) {
            assertEquals("tenantId", refused.field());
        }
        try {
            CloudEndpoints custom = CloudEndpoints.custom("https://" + typed, "https://" + typed);
            assertEquals("https", custom.graphRoot().getScheme());
            assertEquals("", custom.graphRoot().getRawPath());
        } catch (InvalidInputException refused) {
            assertEquals("graphRoot", refused.field());
        }
    }

    @Property(tries = 5_000)
    void anyRetryAfterIsAWaitOrNone(@ForAll String value) {
        isAWaitOrNone(value);
    }

    @Property(tries = 5_000)
    void anyNumberIsAWaitOrNone(@ForAll @CharRange(from = '*', to = '9') @StringLength(max = 40) String value) {
        isAWaitOrNone(value);
    }

    private static void isAWaitOrNone(String value) {
        Optional<Duration> wait =
                RetryAfter.of(new HttpReply(429, Map.of("Retry-After", List.of(value)), "", false), Instant.EPOCH);
        wait.ifPresent(time -> assertFalse(time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0));
    }

    @Property(tries = 5_000)
    void anyBodyIsAnErrorInOneLine(@ForAll("bodies") String body) {
        GraphError error = GraphError.of(new HttpReply(500, Map.of("request-id", List.of(body)), body, false));

        for (String shown : List.of(error.code(), error.message(), error.requestId())) {
            assertFalse(shown.chars().anyMatch(Character::isISOControl), shown);
        }
        DeviceReading.of(new HttpReply(200, Map.of(), body, false));
    }

    @Provide
    Arbitrary<String> bodies() {
        var text = Arbitraries.strings();
        var json = Arbitraries.strings()
                .withChars("{}[]\":,\\error mesagcodinE01u".toCharArray())
                .ofMaxLength(60);
        return Arbitraries.oneOf(
                text,
                json,
                json.map(inner -> "{\"error\":" + inner),
                json.map(inner -> "{\"error\":{\"code\":" + inner + ",\"message\":\"{" + inner + "}\"}}"));
    }
}
