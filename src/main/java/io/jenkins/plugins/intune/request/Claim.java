package io.jenkins.plugins.intune.request;

/** What the host says to a request that knows its device and is about to ask it. */
public sealed interface Claim {

    /** The device is to be asked, by the first request of the build for it. */
    Claim GRANTED = new Granted(1);

    /**
     * The device is to be asked.
     *
     * @param ordinal as {@link Trace#ordinal}
     */
    record Granted(int ordinal) implements Claim {}

    /**
     * The device is not to be asked.
     *
     * @param outcome how the request ends
     * @param why the reason, a sentence
     */
    record Refused(Outcome outcome, String why) implements Claim {}

    /**
     * The same build has asked the device before, so this request goes on with that one.
     *
     * @param report what is left of that one, which may have reached the person
     */
    record Earlier(RequestReport report) implements Claim {}
}
