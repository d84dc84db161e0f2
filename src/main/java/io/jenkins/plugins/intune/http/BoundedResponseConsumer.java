package io.jenkins.plugins.intune.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Reads one answer, and no more of its body than its limit: beyond that it hands over what it has, and the caller closes the
 * connection. What was read is kept when the connection breaks, because a status alone decides what became of a request.
 *
 * <p>Thread-safe: the network thread fills it while a timer may ask for what has arrived. Callbacks run without the lock,
 * because they lead into code with locks of its own.
 */
final class BoundedResponseConsumer implements AsyncResponseConsumer<HttpReply> {

    private final int limit;
    private final Secrets secrets;
    private final Consumer<HttpReply> onLimit;
    private final Consumer<Throwable> onMistake;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private FutureCallback<HttpReply> whenDone;
    private int status;

    /**
     * @param limit how much of the body is read, in bytes
     * @param secrets what is hidden in the answer
     * @param onLimit takes the truncated answer once the limit is reached
     * @param onMistake takes errors from here: one that reached the network thread would end it, and all its calls
     */
    BoundedResponseConsumer(int limit, Secrets secrets, Consumer<HttpReply> onLimit, Consumer<Throwable> onMistake) {
        this.limit = limit;
        this.secrets = secrets;
        this.onLimit = onLimit;
        this.onMistake = onMistake;
    }

    @Override
    public void consumeResponse(
            HttpResponse response, EntityDetails entity, HttpContext context, FutureCallback<HttpReply> callback) {
        guarded(() -> {
            begin(response, callback);
            if (entity == null) {
                callback.completed(reply(false));
            }
        });
    }

    private synchronized void begin(HttpResponse response, FutureCallback<HttpReply> callback) {
        status = response.getCode();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        whenDone = callback;
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
        // A 1xx answer says nothing yet; the real one follows.
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws java.io.IOException {
        channel.update(Integer.MAX_VALUE); // what is kept is bounded by consume()
    }

    @Override
    public void consume(ByteBuffer source) {
        guarded(() -> {
            keep(source);
            if (source.hasRemaining()) {
                source.position(source.limit());
                onLimit.accept(reply(true));
            }
        });
    }

    private synchronized void keep(ByteBuffer source) {
        byte[] part = new byte[Math.min(source.remaining(), limit - body.size())];
        source.get(part);
        body.writeBytes(part);
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
        guarded(() -> whenDone.completed(reply(false)));
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable mistake) {
            onMistake.accept(mistake);
        }
    }

    /** What has arrived so far, once there is a status. */
    synchronized Optional<HttpReply> partialReply() {
        return status == 0 ? Optional.empty() : Optional.of(reply(true));
    }

    private synchronized HttpReply reply(boolean truncated) {
        return secrets.hide(new HttpReply(status, headers, body.toString(StandardCharsets.UTF_8), truncated));
    }

    @Override
    public void failed(Exception cause) {
        // The exchange's own callback reports the failure.
    }

    @Override
    public void releaseResources() {
        // Nothing but memory is held.
    }
}
