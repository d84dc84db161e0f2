package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Item;
import io.jenkins.plugins.intune.credentials.AppCredentials;
import io.jenkins.plugins.intune.credentials.CredentialLookup;
import io.jenkins.plugins.intune.device.DeviceSuggester;
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

/** Completes names and serial numbers while somebody types: soon, or not at all. */
@Extension
public final class DeviceCompletion implements DeviceSuggester {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int MOST = 10;

    @Override
    public List<String> suggest(@CheckForNull Item item, @CheckForNull String credentialsId, DeviceQuery beginning) {
        // Looking a credential up can block too, so all of it runs beside the one thread that keeps the time.
        return CompletableFuture.supplyAsync(
                        () -> devices(item, credentialsId, beginning),
                        RemoteAssistanceService.get().blocking())
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
            @CheckForNull Item item, @CheckForNull String credentialsId, DeviceQuery beginning) {
        CredentialLookup lookup = CredentialLookup.in(item);
        try {
            return RemoteAssistanceService.get()
                    .devicesBeginningWith(
                            beginning,
                            MOST,
                            AppCredentials.find(RequestSettings.orDefault(credentialsId), lookup),
                            lookup,
                            LIMIT);
        } catch (InvalidInputException unusable) {
            throw new CompletionException(unusable);
        }
    }
}
