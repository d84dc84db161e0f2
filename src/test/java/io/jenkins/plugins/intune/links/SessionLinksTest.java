package io.jenkins.plugins.intune.links;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of session links when the disk fails, or Jenkins dies, while their keys are read or replaced. */
class SessionLinksTest {

    private static final String LINK = "https://get.teamviewer.com/s-1";

    /** A file as Jenkins writes it: what it held is gone before the new content is there. */
    private static final class Disk implements KeyChainFile.Copy {

        private final Disk other;
        private byte[] content;
        private boolean unreadable;
        /** Runs before each overwriting. */
        private Runnable writing = () -> {};
        /** How many overwritings are completed before Jenkins dies. */
        private int left = Integer.MAX_VALUE;

        Disk(Disk other) {
            this.other = other;
        }

        @Override
        public byte[] read() throws IOException {
            if (unreadable) {
                throw new IOException("Stale file handle");
            }
            return content == null ? null : content.clone();
        }

        @Override
        public void overwrite(byte[] next) throws IOException {
            writing.run();
            content = null;
            Disk counting = other == null ? this : other;
            if (counting.left-- <= 0) {
                throw new IOException("Jenkins dies");
            }
            content = next.clone();
        }
    }

    private final Disk first = new Disk(null);
    private final Disk second = new Disk(first);
    private Duration kept = Duration.ofHours(24);
    private SessionLinks links = restarted();

    private SessionLinks restarted() {
        return new SessionLinks(new KeyChainFile(first, second), () -> kept);
    }

    private static Instant hoursAgo(int hours) {
        return Instant.now().minus(Duration.ofHours(hours));
    }

    @Test
    void keysThatCannotBeReadForAMomentAreNotReplacedByNewOnes() {
        String encrypted = links.encrypt(LINK, hoursAgo(1));
        links = restarted();
        first.unreadable = true;

        String unkept = links.encrypt(LINK, hoursAgo(0));
        assertThrows(IOException.class, links::erase);
        assertNull(links.decrypt(encrypted));
        first.unreadable = false;

        assertNull(links.decrypt(unkept), "a link without a key is not kept");
        assertEquals(LINK, links.decrypt(encrypted));
        assertEquals(LINK, restarted().decrypt(encrypted), "after another restart as well");
    }

    @Test
    void aDiskThatHangsWhileKeysAreErasedHoldsNobodyUpWhoEncrypts() throws Exception {
        String earlier = links.encrypt(LINK, hoursAgo(1));
        kept = Duration.ofHours(12);
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch healthy = new CountDownLatch(1);
        second.writing = () -> {
            hangs.countDown();
            awaited(healthy);
        };
        CompletableFuture<Void> erasing = CompletableFuture.runAsync(() -> {
            try {
                links.erase();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        awaited(hangs);

        CompletableFuture<String> now = CompletableFuture.supplyAsync(() -> links.encrypt(LINK, hoursAgo(0)));
        CompletableFuture<String> before = CompletableFuture.supplyAsync(() -> links.decrypt(earlier));

        assertEquals(LINK, before.get(10, TimeUnit.SECONDS));
        String encrypted = now.get(10, TimeUnit.SECONDS);
        healthy.countDown();
        erasing.get(10, TimeUnit.SECONDS);
        assertEquals(LINK, restarted().decrypt(encrypted));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aCrashWhileTheKeysAreReplacedLosesNoLinkThatIsStillKept() throws IOException {
        for (int completed = 0; completed < 2; completed++) {
            first.left = Integer.MAX_VALUE;
            String older = links.encrypt(LINK, hoursAgo(20));
            String later = links.encrypt(LINK, hoursAgo(1));
            assertNotNull(links.decrypt(older));
            kept = Duration.ofHours(10);
            first.left = completed;

            assertThrows(IOException.class, links::erase);
            first.left = Integer.MAX_VALUE;
            links = restarted();
            assertEquals(LINK, links.decrypt(later), "crashed after " + completed);
            first.left = 0;
            links.encrypt(LINK, hoursAgo(0));
            first.left = 1;
            assertEquals(LINK, restarted().decrypt(later), "and once more");

            first.left = Integer.MAX_VALUE;
            links = restarted();
            links.erase();
            kept = Duration.ofHours(24);
            assertNull(restarted().decrypt(older), "what is erased is in neither copy");
            first.content = null;
            assertNull(restarted().decrypt(older), "what is erased is in neither copy");
            first.content = null;
            second.content = null;
            links = restarted();
        }
    }
}
