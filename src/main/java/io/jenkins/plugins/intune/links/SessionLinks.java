package io.jenkins.plugins.intune.links;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.intune.fleet.LinkEncryption;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.values.Durations;
import io.jenkins.plugins.intune.values.SystemLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.SecretKey;
import jenkins.security.ConfidentialKey;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Encrypts session links for the disk, with a key that is erased when their time is over. So they are gone from all builds at
 * once, also from copies of these, and no build has to be found or written anew. Thread-safe. The first call reads a small
 * file.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class SessionLinks implements LinkEncryption {

    private static final Logger LOGGER = Logger.getLogger(SessionLinks.class.getName());

    /** Takes the place of a link that was never kept. */
    private static final String NOT_KEPT = "-";

    /** Where Jenkins keeps its own keys: encrypted, apart from the builds. */
    private static final class StoredKey extends ConfidentialKey implements KeyChainFile.Copy {

        StoredKey(String suffix) {
            super(SessionLinks.class.getName() + suffix);
        }

        @Override
        public byte[] read() throws IOException {
            return load();
        }

        @Override
        public void overwrite(byte[] content) throws IOException {
            store(content);
        }
    }

    private final KeyChainFile file;
    private final Supplier<Duration> kept;
    /** Null until it is needed. Replaced under the lock; read without, because the lock is held while keys are written. */
    private volatile KeyChain chain;

    /** Made by Jenkins. */
    public SessionLinks() {
        this(new KeyChainFile(new StoredKey(""), new StoredKey(".copy")), () -> kept(IntuneConfiguration.get()));
    }

    /** Never longer than the assistance log, which notes who gets one. */
    private static Duration kept(IntuneConfiguration settings) {
        return Durations.shorter(
                Duration.ofHours(settings.effectiveSessionLinkHours()),
                Duration.ofDays(settings.effectiveAssistanceLogDays()));
    }

    /** @param kept how long links are kept */
    SessionLinks(KeyChainFile file, Supplier<Duration> kept) {
        this.file = file;
        this.kept = kept;
    }

    /** The one of this Jenkins. */
    public static SessionLinks get() {
        return ExtensionList.lookupSingleton(SessionLinks.class);
    }

    @Override
    public String encrypt(String link, Instant acceptedAt) {
        Instant now = Instant.now();
        Instant moment = acceptedAt == null || acceptedAt.isAfter(now) ? now : acceptedAt;
        if (isOver(moment, now)) {
            return NOT_KEPT;
        }
        try {
            return newKey(LinkCipher.hour(moment), LinkCipher.hour(now))
                    .map(key -> LinkCipher.encrypt(link, moment, key))
                    .orElse(NOT_KEPT);
        } catch (IOException noKey) {
            SystemLog.log(
                    LOGGER,
                    Level.WARNING,
                    "a session link is not kept, because its key could not be read or saved",
                    noKey);
            return NOT_KEPT;
        }
    }

    @Override
    public String decrypt(String encrypted) {
        return keyOf(encrypted)
                .flatMap(key -> LinkCipher.decrypt(encrypted, key))
                .orElse(null);
    }

    /** Whether {@link #decrypt} would return a link, without decrypting it. */
    public boolean isKept(String encrypted) {
        return keyOf(encrypted).isPresent();
    }

    private Optional<SecretKey> keyOf(String encrypted) {
        Instant now = Instant.now();
        return LinkCipher.acceptedAt(encrypted)
                .filter(moment -> !isOver(moment, now))
                .flatMap(moment -> key(LinkCipher.hour(moment)));
    }

    private boolean isOver(Instant acceptedAt, Instant now) {
        return !acceptedAt.plus(kept.get()).isAfter(now);
    }

    /** Erases the keys of the links whose time is over. Writes to disk. */
    synchronized void erase() throws IOException {
        long first = LinkCipher.hour(Instant.now().minus(kept.get()));
        Optional<KeyChain> known = chain();
        if (known.isEmpty() || known.get().hour() >= first) {
            return;
        }
        replace(known.get().reaches(first) ? known.get().from(first) : KeyChain.startingAt(first));
    }

    private Optional<SecretKey> key(long hour) {
        try {
            return chain().filter(known -> known.reaches(hour)).map(known -> known.at(hour));
        } catch (IOException unreadable) {
            SystemLog.log(
                    LOGGER,
                    Level.WARNING,
                    "session links cannot be decrypted, because their keys cannot be read",
                    unreadable);
            return Optional.empty();
        }
    }

    /** The key for a link that is new; empty if the links of that hour are erased already. */
    private Optional<SecretKey> newKey(long hour, long thisHour) throws IOException {
        Optional<KeyChain> known = chain().filter(present -> present.reaches(thisHour));
        KeyChain present = known.isPresent() ? known.get() : present(thisHour);
        return present.reaches(hour) ? Optional.of(present.at(hour)) : Optional.empty();
    }

    private synchronized KeyChain present(long thisHour) throws IOException {
        Optional<KeyChain> known = chain();
        // A clock that was ahead when keys were erased has left no key for now.
        if (known.isEmpty() || !known.get().reaches(thisHour)) {
            // From the earliest hour that a link can be of: those of other requests may come later.
            replace(KeyChain.startingAt(LinkCipher.hour(Instant.now().minus(kept.get()))));
        }
        return chain;
    }

    /** The keys; none if there are none yet, so that new ones are made. Those that cannot be read now may be another time. */
    private Optional<KeyChain> chain() throws IOException {
        KeyChain known = chain;
        return known == null ? read() : Optional.of(known);
    }

    private synchronized Optional<KeyChain> read() throws IOException {
        if (chain == null) {
            chain = file.read().orElse(null);
        }
        return Optional.ofNullable(chain);
    }

    private void replace(KeyChain next) throws IOException {
        file.write(next);
        chain = next;
    }
}
