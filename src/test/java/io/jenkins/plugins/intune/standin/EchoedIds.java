package io.jenkins.plugins.intune.standin;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives {@link StandIn#DEVICE} in an answer the id that was asked for, so that one answer does for any device. */
final class EchoedIds implements ResponseTransformerV2 {

    private static final Pattern BY_ID =
            Pattern.compile(".*anagedDevices/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    @Override
    public String getName() {
        return "echoed-ids";
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        Matcher byId = BY_ID.matcher(event.getRequest().getUrl().replaceFirst("\\?.*", ""));
        String body = response.getBodyAsString();
        if (!byId.matches() || body == null || !body.contains(StandIn.DEVICE)) {
            return response;
        }
        return Response.Builder.like(response)
                .but()
                .body(body.replace(StandIn.DEVICE, byId.group(1)))
                .build();
    }
}
