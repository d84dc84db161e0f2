package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.IClientCredential;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jvnet.localizer.Localizable;

/**
 * How an app proves its identity to Entra. Implementations have value equality, because a changed proof must mean a
 * new token, and print nothing secret.
 */
public interface ClientProof {

    /** The proof as msal4j takes it. */
    IClientCredential toMsal();

    /** What an administrator should know although the proof still works, a sentence each. */
    default List<String> warnings(Instant now) {
        return List.of();
    }

    /** The claims of the proof that Entra compares, a sentence for diagnosis. May block for a moment. */
    default Optional<Localizable> evidence() {
        return Optional.empty();
    }
}
