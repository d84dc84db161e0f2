package io.jenkins.plugins.intune.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.provider.CsvSource;
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
        LogQuery page = LogQuery.ofPerson(request(Map.of("from", "2026-11-27", "until", "2026-11-27")), null, zone);

        LogQuery download = LogQuery.ofProgram(request(parameters(page.parameters())), null);

        assertEquals(page.start(DAY), download.start(DAY));
        assertEquals(page.filter(), download.filter());
    }

    @Test
    void whoeverHasChosenNoTimeZoneHasThatOfJenkins() {
        LogQuery page = LogQuery.ofPerson(request(Map.of()), null, null);

        assertEquals(DAY.atStartOfDay(TimeZone.getDefault().toZoneId()).toInstant(), page.start(DAY));
        assertEquals(
                page.start(DAY),
                LogQuery.ofProgram(request(parameters(page.parameters())), null).start(DAY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from | garbage | from: \"garbage\" is not a day such as 2026-11-30.",
                "until | 2026-11-31 | until: \"2026-11-31\" is not a day such as 2026-11-30.",
                "from | 20260-01-01 | from: \"20260-01-01\" is not a day such as 2026-11-30.",
                "zone | Berlin | zone: \"Berlin\" is not a time zone such as Europe/Berlin.",
                "outcome | duplicate | outcome: \"duplicate\" is not an outcome. There are: ",
                "page | 0 | page: \"0\" is not a whole number from 1 on.",
                "size | many | size: \"many\" is not a whole number from 1 on."
            })
    void aProgramIsToldWhatCannotBeReadAndDoesNotTakeAllEntriesForSome(String name, String value, String said) {
        RefusedQueryException refused =
                assertThrows(RefusedQueryException.class, () -> LogQuery.ofProgram(request(Map.of(name, value)), null));

        assertTrue(refused.getMessage().startsWith(said), refused.getMessage());
    }

    @Test
    void aPersonIsToldAndSeesTheRest() {
        LogQuery page = LogQuery.ofPerson(
                request(Map.of("from", "soon", "outcome", "x\ny", "until", "2026-11-27", "zone", "of no matter")),
                null,
                null);

        assertEquals(2, page.problems().size(), page.problems()::toString);
        assertTrue(page.problems().get(1).startsWith("outcome: \"x y\" is not an outcome."), page.problems()::toString);
        assertEquals(page.start(DAY.plusDays(1)), page.filter().until());
        assertEquals("", page.filter().outcome());
        assertNull(page.filter().from());
    }

    @Test
    void anEmptyFieldIsLeftOut() {
        Map<String, String> empty = Map.of("from", "", "until", "", "zone", "", "outcome", "", "page", "", "size", "");

        assertEquals(50, LogQuery.ofProgram(request(empty), null).size(50, 1_000));
    }

    @Test
    void allOutcomesOfEntriesCanBeSearchedFor() {
        for (LogOutcome outcome : LogOutcome.all()) {
            Map<String, String> wanted = Map.of("outcome", outcome.getId());
            assertEquals(
                    outcome.getId(),
                    LogQuery.ofProgram(request(wanted), null).filter().outcome());
        }
    }
}
