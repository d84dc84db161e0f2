package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.intune.entra.Tenant;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.AnyText;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Any input of people and servers: never an unexpected exception, never another host or path. */
class AnyInputTest {

    private static final DeviceAddress DEVICE = DeviceAddress.managedDevice("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55");
    private static final int TRIES = 5_000;

    private static final CloudEndpoints GLOBAL = Cloud.GLOBAL.endpoints().orElseThrow();

    private final AnyText texts = new AnyText(20261126);

    @Test
    void noTextLeadsToAnotherPath() {
        for (int i = 0; i < TRIES; i++) {
            DeviceForm form = texts.one(DeviceForm.values());
            AnyText.check(texts.any(20), typed -> leadsNowhereElse(form, part -> typed));
        }
    }

    /** As above, among the characters that addresses are made of, where more is let through. */
    @Test
    void noAddressCharacterLeadsToAnotherPath() {
        for (int i = 0; i < TRIES; i++) {
            DeviceForm form = texts.one(DeviceForm.values());
            AnyText.check(
                    texts.between('!', '~', 12),
                    typed -> leadsNowhereElse(
                            form,
                            part -> part == DevicePart.ID || part == DevicePart.SCRIPT_ID
                                    ? "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55"
                                    : typed));
        }
    }

    private static void leadsNowhereElse(DeviceForm form, Function<DevicePart, String> typed) {
        try {
            staysInPlace(form, DeviceAddress.of(form, typed));
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

    @Test
    void noTextLeadsToAnotherTenantOrCloud() {
        for (int i = 0; i < TRIES; i++) {
            AnyText.check(texts.between(' ', '~', 30), AnyInputTest::staysInTenantAndCloud);
        }
    }

    private static void staysInTenantAndCloud(String typed) {
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

    @Test
    void anyRetryAfterIsAWaitOrNone() {
        for (int i = 0; i < TRIES; i++) {
            AnyText.check(i % 2 == 0 ? texts.any(40) : texts.between('*', '9', 40), AnyInputTest::isAWaitOrNone);
        }
    }

    private static void isAWaitOrNone(String value) {
        Optional<Duration> wait =
                RetryAfter.of(new HttpReply(429, Map.of("Retry-After", List.of(value)), "", false), Instant.EPOCH);
        wait.ifPresent(time -> assertFalse(time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0));
    }

    @Test
    void anyBodyIsAnErrorInOneLine() {
        for (int i = 0; i < TRIES; i++) {
            String json = texts.of("{}[]\":,\\error mesagcodinE01u", 60);
            String body = texts.one(
                    texts.any(60),
                    json,
                    "{\"error\":" + json,
                    "{\"error\":{\"code\":" + json + ",\"message\":\"{" + json + "}\"}}");
            AnyText.check(body, AnyInputTest::isAnErrorInOneLine);
        }
    }

    private static void isAnErrorInOneLine(String body) {
        GraphError error = GraphError.of(new HttpReply(500, Map.of("request-id", List.of(body)), body, false));

        for (String shown : List.of(error.code(), error.message(), error.requestId())) {
            assertFalse(shown.chars().anyMatch(Character::isISOControl), shown);
        }
        DeviceReading.of(new HttpReply(200, Map.of(), body, false), DEVICE);
    }
}
