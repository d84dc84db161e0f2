package io.jenkins.plugins.intune.links;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/** Links are read with the key of their hour, and with no other, and not after it was erased. */
class KeyChainTest {

    private static final String LINK = "https://get.teamviewer.com/名前";
    private static final Instant ACCEPTED = Instant.parse("2026-11-25T12:34:56.789Z");

    private final KeyChain chain = new KeyChain(490_000, new byte[32]);

    @Test
    void eachHourHasAKeyOfItsOwn() {
        Set<SecretKey> keys = new HashSet<>();
        for (long hour = 490_000; hour < 490_100; hour++) {
            keys.add(chain.at(hour));
        }
        assertEquals(100, keys.size());
    }

    @Test
    void laterKeysStayAndEarlierOnesAreGone() {
        KeyChain later = chain.from(490_024);

        assertEquals(chain.at(490_024), later.at(490_024));
        assertEquals(chain.at(490_500), later.at(490_500));
        assertFalse(later.reaches(490_023));
        assertThrows(IllegalArgumentException.class, () -> later.at(490_023));
        assertThrows(IllegalArgumentException.class, () -> later.from(490_023));
    }

    @Test
    void whatIsSavedIsReadAgain() {
        KeyChain later = chain.from(490_001);
        KeyChain read = KeyChain.read(later.save()).orElseThrow();

        assertEquals(490_001, read.hour());
        assertEquals(chain.at(490_007), read.at(490_007));
        for (byte[] damaged :
                new byte[][] {null, {}, Arrays.copyOf(later.save(), 39), Arrays.copyOf(later.save(), 41)}) {
            assertEquals(Optional.empty(), KeyChain.read(damaged));
        }
    }

    @Test
    void aClockThatIsWrongByCenturiesHoldsUpNobody() {
        assertTrue(chain.reaches(490_000 + 99 * 365 * 24));
        assertFalse(chain.reaches(490_000 + 101 * 366 * 24));
        assertFalse(chain.reaches(Long.MAX_VALUE));
    }

    @Test
    void aLinkComesBackWithItsKeyOnly() {
        long hour = LinkCipher.hour(ACCEPTED);
        SecretKey key = new KeyChain(hour, new byte[32]).at(hour);
        String encrypted = LinkCipher.encrypt(LINK, ACCEPTED, key);

        assertEquals(Optional.of(LINK), LinkCipher.decrypt(encrypted, key));
        assertEquals(Optional.of(Instant.parse("2026-11-25T12:34:56Z")), LinkCipher.acceptedAt(encrypted));
        assertEquals(Optional.empty(), LinkCipher.decrypt(encrypted, new KeyChain(hour, new byte[32]).at(hour + 1)));
        assertNotEquals(encrypted, LinkCipher.encrypt(LINK, ACCEPTED, key), "the same link does not look the same");
    }

    @Test
    void aLinkCannotBeMadeToLastLonger() {
        SecretKey key = chain.at(490_000);
        String encrypted = LinkCipher.encrypt(LINK, ACCEPTED, key);
        String later = ACCEPTED.plusSeconds(1).getEpochSecond() + encrypted.substring(encrypted.indexOf('.'));

        assertEquals(Optional.empty(), LinkCipher.decrypt(later, key));
    }

    @Test
    void whatIsNoEncryptedLinkIsNone() {
        for (String text :
                new String[] {"", "-", ".", "1.", "x.AAAA", "-1.AAAA", "1.AA AA", LINK, "1".repeat(30) + ".AA"}) {
            assertEquals(Optional.empty(), LinkCipher.acceptedAt(text), text);
        }
        assertEquals(Optional.empty(), LinkCipher.decrypt("1.AA", chain.at(490_000)));
        assertEquals(Optional.empty(), LinkCipher.decrypt("1.A", chain.at(490_000)));
    }
}
