package io.jenkins.plugins.intune.credentials;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.intune.entra.ClientProof;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.Serializable;

/** How an app registration proves to Entra that it is itself. */
public abstract class AppAuthentication extends AbstractDescribableImpl<AppAuthentication> implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * The proof, for use now.
     *
     * @throws InvalidInputException if something is missing; the field is the property's name
     */
    public abstract ClientProof proof() throws InvalidInputException;
}
