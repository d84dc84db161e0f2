package io.jenkins.plugins.intune.credentials;

import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.Locale;
import java.util.Map;

/** What the Azure Credentials plugin calls the clouds. */
final class AzureCloud {

    /**
     * Azure US Government is one cloud, in which Graph has two: L4 is the one that most tenants are in. An L5 tenant needs
     * this plugin's own credential.
     */
    private static final Map<String, Cloud> CLOUDS = Map.of(
            "azure", Cloud.GLOBAL,
            "azure us government", Cloud.US_GOV_L4,
            "azure china", Cloud.CHINA);

    private AzureCloud() {}

    /**
     * The cloud of that name; the global one for none, as the Azure Credentials plugin has it.
     *
     * @throws InvalidInputException if Graph has no such cloud; the field is {@code cloud}
     */
    static Cloud named(String environment) throws InvalidInputException {
        String name = PlainText.trim(environment);
        Cloud cloud = name.isEmpty() ? Cloud.GLOBAL : CLOUDS.get(name.toLowerCase(Locale.ROOT));
        if (cloud == null) {
            throw new InvalidInputException("cloud", Messages.AzureCloud_unknown(PlainText.oneLine(name, 80)));
        }
        return cloud;
    }
}
