package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.IClientCredential;

/**
 * How an app proves to Entra that it is itself. Implementations have value equality, because a changed proof must mean a
 * new token, and print nothing secret.
 */
public interface ClientProof {

    /** The proof as msal4j takes it. */
    IClientCredential toMsal();
}
