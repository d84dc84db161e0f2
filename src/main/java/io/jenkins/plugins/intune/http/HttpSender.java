package io.jenkins.plugins.intune.http;

/** Sends calls. Thread-safe; never blocks. */
public interface HttpSender {

    /**
     * Sends a request once.
     *
     * @return the exchange under way, which completes within the call's timeout
     */
    HttpExchange send(HttpCall call);
}
