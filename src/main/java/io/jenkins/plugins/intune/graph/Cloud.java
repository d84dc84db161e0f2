package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.Sentences;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A Microsoft cloud: where its Graph and its Entra answer. A token of one cloud is worthless in another.
 *
 * @see <a href="https://learn.microsoft.com/graph/deployments">National cloud deployments</a>
 */
public enum Cloud {
    /** The worldwide cloud, GCC among it. */
    GLOBAL("global", "https://graph.microsoft.com", "https://login.microsoftonline.com"),
    /** US Government L4, also called GCC High. */
    US_GOV_L4("usGovL4", "https://graph.microsoft.us", "https://login.microsoftonline.us"),
    /** US Government L5, also called DoD. */
    US_GOV_L5("usGovL5", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
    /** China, operated by 21Vianet. */
    CHINA("china", "https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
    /** Whatever an administrator wrote in the global configuration: sovereign and air-gapped clouds. */
    CUSTOM("custom", null, null);

    private final String id;
    private final CloudEndpoints endpoints;

    Cloud(String id, String graphRoot, String authority) {
        this.id = id;
        endpoints = graphRoot == null ? null : CloudEndpoints.known(graphRoot, authority);
    }

    /** The name that users write. */
    public String id() {
        return id;
    }

    /** The fixed addresses; empty for {@link #CUSTOM}, whose addresses an administrator chooses. */
    public Optional<CloudEndpoints> endpoints() {
        return Optional.ofNullable(endpoints);
    }

    /**
     * What people should know before they rely on this cloud, a sentence each. TeamViewer, and so remote assistance, is not
     * offered in the US Government clouds, although the action is in the schema there.
     *
     * @see <a href="https://learn.microsoft.com/intune/intune-service/fundamentals/intune-govt-service-description">Intune
     *     for US Government</a>
     */
    public List<String> warnings() {
        return this == US_GOV_L4 || this == US_GOV_L5 ? List.of(Messages.Cloud_noTeamViewer(label())) : List.of();
    }

    /** The cloud's name for people. */
    public String label() {
        return switch (this) {
            case GLOBAL -> Messages.Cloud_global();
            case US_GOV_L4 -> Messages.Cloud_usGovL4();
            case US_GOV_L5 -> Messages.Cloud_usGovL5();
            case CHINA -> Messages.Cloud_china();
            case CUSTOM -> Messages.Cloud_custom();
        };
    }

    /**
     * The cloud of that name.
     *
     * @throws InvalidInputException if there is none; the field is {@code cloud}
     */
    public static Cloud named(String id) throws InvalidInputException {
        for (Cloud cloud : values()) {
            if (cloud.id.equals(id)) {
                return cloud;
            }
        }
        String known = Sentences.list(Arrays.stream(values()).map(Cloud::id));
        throw new InvalidInputException("cloud", Messages.Cloud_unknown(PlainText.oneLine(id, 40), known));
    }
}
