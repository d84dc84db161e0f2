package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import io.jenkins.plugins.intune.driver.DeviceReads;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceSearch;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.settings.RequestInput;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Reads devices for a thread that waits, with the credential of a job and for a bounded time. Thread-safe. */
@Restricted(NoExternalUse.class)
public final class DeviceDirectory {

    /** Extra time for looking up the credential. */
    private static final Duration FOR_CREDENTIAL = Duration.ofSeconds(1);

    private final CredentialLookup lookup;
    private final Item job;
    private final String credentialsId;
    private final Duration limit;

    /**
     * @param lookup how the credential is found; the caller must have checked that the user may use it
     * @param job where it is looked up; {@code null} for Jenkins itself
     * @param credentialsId the credential to use; {@code null} or empty for the default one
     * @param limit how long each look-up may take, not counting a second for the credential
     */
    public DeviceDirectory(
            CredentialLookup lookup, @CheckForNull Item job, @CheckForNull String credentialsId, Duration limit) {
        this.lookup = lookup;
        this.job = job;
        this.credentialsId = credentialsId;
        this.limit = limit;
    }

    /** Lists devices whose value begins with one of the queries', an outcome for each of them, in order. */
    public List<DeviceReads.Outcome<DeviceSearch.Listing>> beginningWith(List<DeviceQuery> queries) {
        return queries.stream()
                .map(query -> read(reads -> reads.beginningWith(query, limit)))
                // All of them have begun before the first is waited for.
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /**
     * Finds the one device that is meant.
     *
     * @param scope tells the devices that may be meant; the others are not there
     */
    public DeviceReads.Outcome<DeviceDetails> find(DeviceTarget target, Predicate<DeviceDetails> scope) {
        return read(reads -> reads.find(target, scope, limit)).join();
    }

    private <T> CompletableFuture<DeviceReads.Outcome<T>> read(
            Function<DeviceReads, CompletableFuture<DeviceReads.Outcome<T>>> read) {
        RemoteAssistanceService service = RemoteAssistanceService.get();
        // Looking a credential up can block too, so all of it runs on another thread than the one that keeps the time.
        return CompletableFuture.supplyAsync(this::reads, service.asking(job, String.valueOf(credentialsId)))
                .thenCompose(read)
                .exceptionally(DeviceReads.Outcome::failed)
                .completeOnTimeout(
                        DeviceReads.Outcome.late(), limit.plus(FOR_CREDENTIAL).toMillis(), TimeUnit.MILLISECONDS);
    }

    private DeviceReads reads() {
        try {
            return RemoteAssistanceService.get().reads(RequestInput.orDefault(credentialsId), lookup);
        } catch (InvalidInputException unusable) {
            throw new CompletionException(unusable);
        }
    }
}
