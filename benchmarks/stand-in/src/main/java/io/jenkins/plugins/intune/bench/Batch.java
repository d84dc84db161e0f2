package io.jenkins.plugins.intune.bench;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Graph's {@code $batch}: up to 20 requests in one, each with an answer of its own. */
final class Batch {

    static final int MOST = 20;

    /**
     * @param status of the whole; 0 for a connection that breaks
     * @param delayMillis how long the whole takes: as long as its slowest item
     */
    record Answer(int status, String body, int delayMillis) {}

    private Batch() {}

    @SuppressWarnings("unchecked")
    static Answer answer(String json, Intune intune) {
        intune.counts().count("batches");
        List<Map<String, Object>> requests;
        try (JsonReader reader = JsonProviders.createReader(json)) {
            requests = (List<Map<String, Object>>) ((Map<String, Object>) reader.readUntyped()).get("requests");
        } catch (IOException | RuntimeException unreadable) {
            return new Answer(400, Intune.error(400), 0);
        }
        if (requests == null || requests.isEmpty() || requests.size() > MOST) {
            return new Answer(400, Intune.error(400), 0);
        }
        List<Map<String, Object>> answers = new ArrayList<>();
        int delay = 0;
        boolean breaks = false;
        for (Map<String, Object> request : requests) {
            // What breaks the connection takes the answers of all others with it, though they were carried out.
            Intune.Verdict verdict = item(request, intune, answers);
            delay = Math.max(delay, verdict.delayMillis());
            breaks |= verdict.status() == 0;
        }
        return breaks ? new Answer(0, "", delay) : new Answer(200, write(answers), delay);
    }

    private static Intune.Verdict item(Map<String, Object> request, Intune intune, List<Map<String, Object>> answers) {
        String method = String.valueOf(request.get("method"));
        Address address = Address.of(String.valueOf(request.get("url")));
        Map<String, Object> answer = new LinkedHashMap<>();
        Map<String, Object> headers = new LinkedHashMap<>();
        answer.put("id", request.get("id"));
        Intune.Verdict verdict;
        if (method.equals("POST") && address.action()) {
            verdict = intune.write(address.device());
        } else if (method.equals("GET") && address.device() != null && !address.action()) {
            verdict = new Intune.Verdict(200, null, 0);
        } else {
            verdict = new Intune.Verdict(404, null, 0);
        }
        if (verdict.retryAfter() != null) {
            headers.put("Retry-After", String.valueOf(verdict.retryAfter()));
        }
        answer.put("status", verdict.status());
        headers.put("request-id", "5a9cb2a8-0000-4000-8000-00000000beef");
        answer.put("headers", headers);
        if (verdict.status() != 204 && verdict.status() != 0) {
            headers.put("Content-Type", "application/json");
            answer.put(
                    "body",
                    parsed(verdict.status() == 200 ? intune.read(address.device()) : Intune.error(verdict.status())));
        }
        answers.add(answer);
        return verdict;
    }

    private static Object parsed(String json) {
        try (JsonReader reader = JsonProviders.createReader(json)) {
            return reader.readUntyped();
        } catch (IOException own) {
            throw new IllegalStateException(own);
        }
    }

    private static String write(List<Map<String, Object>> answers) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = JsonProviders.createWriter(text)) {
            writer.writeUntyped(Map.of("responses", answers));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }
}
