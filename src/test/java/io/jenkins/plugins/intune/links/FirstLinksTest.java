package io.jenkins.plugins.intune.links;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The first two sessions of a new Jenkins, accepted in different hours; the later one's link comes first. */
class FirstLinksTest {

    private static final class Disk implements KeyChainFile.Copy {
        private byte[] content;

        @Override
        public byte[] read() {
            return content == null ? null : content.clone();
        }

        @Override
        public void overwrite(byte[] next) {
            content = next.clone();
        }
    }

    @Test
    void aLinkThatWasAcceptedAnHourEarlierIsKeptToo() {
        SessionLinks links = new SessionLinks(new KeyChainFile(new Disk(), new Disk()), () -> Duration.ofHours(24));
        Instant now = Instant.now();

        String second = links.encrypt("https://get.teamviewer.com/s-2", now);
        String first = links.encrypt("https://get.teamviewer.com/s-1", now.minus(Duration.ofHours(1)));

        assertEquals("https://get.teamviewer.com/s-2", links.decrypt(second));
        assertEquals("https://get.teamviewer.com/s-1", links.decrypt(first));
    }
}
