package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.values.Language;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Builds' logs are in the language of the Jenkins server. What a server has said stays in its words. */
class ChineseLogTest {

    private static final Pattern ENGLISH = Pattern.compile("\\b[A-Za-z]?[a-z]+,? [a-z]+ [a-z]+\\b");

    @AutoClose
    private final RequestBench bench = new RequestBench();

    @AutoClose
    private final Language chinese = Language.speak(() -> Locale.SIMPLIFIED_CHINESE);

    @Test
    void aTimeoutSaysInChineseWhatWasWaitedFor() throws Exception {
        bench.access = new CompletableFuture<>();
        bench.begin();

        bench.clock.pass(Duration.ofSeconds(120));

        assertTrue(bench.failure().endsWith("已达到超时时间 120 秒。最后状态：正在等待凭据和令牌。"), bench.failure());
        assertFalse(ENGLISH.matcher(bench.failure()).find(), bench.failure());
    }

    @Test
    void graphsWordsStandInAChineseSentence() throws Exception {
        bench.standIn.answerAction(error(400, "BadRequest", "Nein"));
        bench.begin();

        assertTrue(
                bench.failure().contains("Microsoft Graph 返回了 400 Bad Request（代码 BadRequest）：“Nein”。"),
                bench.failure());
    }
}
