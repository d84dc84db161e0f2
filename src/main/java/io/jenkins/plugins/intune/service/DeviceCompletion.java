package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import io.jenkins.plugins.intune.credentials.AppCredentials;
import io.jenkins.plugins.intune.credentials.CredentialLookup;
import io.jenkins.plugins.intune.device.DeviceSuggester;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.settings.RequestSettings;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Completes names and serial numbers while somebody types: soon, or not at all. */
@Extension
@Restricted(NoExternalUse.class)
public final class DeviceCompletion implements DeviceSuggester {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int MOST = 10;

    @Override
    public List<String> suggest(CredentialPlace place, @CheckForNull String credentialsId, DeviceQuery beginning) {
        // Looking a credential up can block too, so all of it runs beside the one thread that keeps the time.
        return CompletableFuture.supplyAsync(
                        () -> devices(place, credentialsId, beginning),
                        RemoteAssistanceService.get().asking(place.item().orElse(null), String.valueOf(credentialsId)))
                .thenCompose(Function.identity())
                .completeOnTimeout(List.of(), LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                // Why there is nothing to offer is the button's part to say.
                .exceptionally(failure -> List.of())
                .join()
                .stream()
                .map(beginning.property()::of)
                .filter(value -> !value.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static CompletableFuture<List<DeviceDetails>> devices(
            CredentialPlace place, @CheckForNull String credentialsId, DeviceQuery beginning) {
        CredentialLookup lookup = CredentialLookup.in(place);
        try {
            return RemoteAssistanceService.get()
                    .devicesBeginningWith(
                            beginning,
                            MOST,
                            AppCredentials.find(RequestSettings.orDefault(credentialsId), lookup),
                            LIMIT);
        } catch (InvalidInputException unusable) {
            throw new CompletionException(unusable);
        }
    }
}
