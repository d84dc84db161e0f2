package io.jenkins.plugins.intune.standin;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a search with those devices of a list that its filter means, without regard to case, as Graph does; without a
 * filter with all of them. No more than {@code $top}. Thread-safe.
 */
final class SearchedDevices implements ResponseDefinitionTransformerV2 {

    private static final String NAME = "searched-devices";
    private static final String DEVICES = "devices";

    /** All that the plugin sends. */
    private static final Pattern FILTER = Pattern.compile("(\\w+) eq '(.*)'|startsWith\\((\\w+),'(.*)'\\)");

    static ResponseDefinitionBuilder among(List<String> devices) {
        return new ResponseDefinitionBuilder().withTransformers(NAME).withTransformerParameter(DEVICES, devices);
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        Predicate<String> wanted = device -> true;
        QueryParameter filter = event.getRequest().queryParameter("$filter");
        if (filter.isPresent()) {
            Matcher parts = FILTER.matcher(filter.firstValue());
            if (!parts.matches()) {
                return StandIn.error(400, "BadRequest", "Invalid filter clause").build();
            }
            wanted = device -> means(parts, device);
        }
        List<?> devices = (List<?>) event.getTransformerParameters().get(DEVICES);
        QueryParameter top = event.getRequest().queryParameter("$top");
        return DeviceLists.page(
                        null,
                        devices.stream()
                                .map(Object::toString)
                                .filter(wanted)
                                .limit(top.isPresent() ? Integer.parseInt(top.firstValue()) : devices.size())
                                .toArray(String[]::new))
                .build();
    }

    private static boolean means(Matcher filter, String device) {
        boolean whole = filter.group(1) != null;
        Optional<Map<String, Object>> properties = Json.object(device);
        String value =
                Json.text(properties.orElseThrow(), filter.group(whole ? 1 : 3)).orElse("");
        String wanted = filter.group(whole ? 2 : 4).replace("''", "'");
        return whole ? PlainText.isSame(value, wanted) : PlainText.begins(value, wanted);
    }
}
