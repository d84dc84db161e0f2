package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.intune.values.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailWhenTest {

    @ParameterizedTest
    @CsvSource({
        "any, 0, SUCCESS",
        "any, 1, FAILURE",
        "'', 1, FAILURE",
        "ALL, 0, SUCCESS",
        "all, 199, UNSTABLE",
        "all, 200, FAILURE",
        "10%, 0, SUCCESS",
        "10%, 19, UNSTABLE",
        "10 %, 20, FAILURE",
        "0.5%, 1, FAILURE",
        "0.6%, 1, UNSTABLE",
        "never, 200, SUCCESS",
        "100%, 199, UNSTABLE",
        "100%, 200, FAILURE"
    })
    void judges(String typed, int failed, FailWhen.Verdict verdict) throws Exception {
        assertEquals(verdict, FailWhen.named(typed).judge(counts(failed, 0)));
    }

    @Test
    void anEntryThatNamesADeviceAgainCountsOnNeitherSide() throws Exception {
        assertEquals(FailWhen.Verdict.FAILURE, FailWhen.named("all").judge(counts(199, 1)));
    }

    private static FleetCounts counts(int failed, int duplicates) {
        return new FleetCounts(200, 200 - failed - duplicates, 0, 0, failed, 0, duplicates, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"some", "10", "0%", "101%", "-1%", "1e2%", "%", "10%%"})
    void refusesAnythingElse(String typed) {
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> FailWhen.named(typed));
        assertEquals(
                "failWhen: \"" + typed
                        + "\" is not a choice. Use any, all, never, or a percentage above 0% and up to 100%, such as 10%.",
                wrong.getMessage());
    }
}
