package io.jenkins.plugins.intune.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address of the log says. */
class LogQueryTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    private final TimeZone before = TimeZone.getDefault();

    @BeforeEach
    void jenkinsIsInTokyo() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    }

    @AfterEach
    void reset() {
        TimeZone.setDefault(before);
    }

    private static HttpServletRequest request(Map<String, String> parameters) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                LogQueryTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> parameters.get((String) arguments[0]));
    }

    private static Map<String, String> parameters(String address) {
        Map<String, String> parameters = new HashMap<>();
        Arrays.stream(address.substring(1).split("&"))
                .map(parameter -> parameter.split("=", 2))
                .forEach(parameter ->
                        parameters.put(parameter[0], URLDecoder.decode(parameter[1], StandardCharsets.UTF_8)));
        return parameters;
    }

    /** Jenkins offers all of these as the time zone of a person. */
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "UTC", "EST", "MST", "HST", "PST", "Etc/GMT+5"})
    void aDownloadHasTheDaysOfThePageThatItIsOn(String zone) {
        LogQuery page = new LogQuery(request(Map.of("from", "2026-11-27", "until", "2026-11-27")), null, zone);

        LogQuery download = new LogQuery(request(parameters(page.parameters())), null);

        assertEquals(page.start(DAY), download.start(DAY));
        assertEquals(page.filter(), download.filter());
    }

    @Test
    void whoeverHasChosenNoTimeZoneHasThatOfJenkins() {
        LogQuery page = new LogQuery(request(Map.of()), null, null);

        assertEquals(DAY.atStartOfDay(TimeZone.getDefault().toZoneId()).toInstant(), page.start(DAY));
        assertEquals(page.start(DAY), new LogQuery(request(parameters(page.parameters())), null).start(DAY));
    }
}
