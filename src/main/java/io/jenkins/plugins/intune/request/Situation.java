package io.jenkins.plugins.intune.request;

/**
 * All that is known of a request. Immutable for everybody but the transition that makes the next one.
 *
 * @param state what is saved
 * @param live what a restart may lose
 */
public record Situation(RequestState state, Live live) {

    public static Situation of(RequestState state) {
        return new Situation(state, new Live());
    }

    /** Whether it has a permit, with which it is about to leave. */
    public boolean isPermitted() {
        return live.permitted;
    }
}
