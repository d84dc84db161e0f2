package io.jenkins.plugins.intune.standin;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Answers that are given one after the other, each to one request however many come at once: in WireMock's scenarios two requests
 * can meet between two states, and then nothing matches one of them. Thread-safe.
 */
final class Turns implements ResponseDefinitionTransformerV2 {

    private static final String NAME = "turns";
    private static final String NUMBER = "number";

    /** @param given how many have been */
    private record Answers(List<ResponseDefinition> all, AtomicInteger given) {

        ResponseDefinition next() {
            return all.get(Math.min(given.getAndIncrement(), all.size() - 1));
        }
    }

    private final Map<Integer, Answers> byNumber = new ConcurrentHashMap<>();

    /** The next of these answers, whatever is asked; the last one stays. */
    synchronized ResponseDefinitionBuilder nextOf(ResponseDefinitionBuilder... answers) {
        int number = byNumber.size();
        List<ResponseDefinition> all =
                Stream.of(answers).map(ResponseDefinitionBuilder::build).toList();
        byNumber.put(number, new Answers(all, new AtomicInteger()));
        return new ResponseDefinitionBuilder().withTransformers(NAME).withTransformerParameter(NUMBER, number);
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
        return byNumber.get(event.getTransformerParameters().getInt(NUMBER)).next();
    }
}
