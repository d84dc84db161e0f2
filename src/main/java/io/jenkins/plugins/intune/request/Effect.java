package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.throttle.Priority;
import java.time.Duration;

/** What a transition asks the driver to do. What comes of it is an {@link Event} of the phase that asked, or of none. */
public sealed interface Effect {

    /** Puts the state on disk: {@link Event.Saved} or {@link Event.NotSaved}. */
    record Save() implements Effect {}

    /** Looks the device up: {@link Event.Found}, {@link Event.NotFound} or {@link Event.ReadFailed}. */
    record LookUp(Duration timeout) implements Effect {}

    /**
     * Asks the host for the right to ask this device: {@link Event.Claimed} or {@link Event.ReadFailed}, and perhaps {@link
     * Event.Busy} and {@link Event.Free} before.
     */
    record Claim(String deviceId) implements Effect {}

    /** Tells the host that others may ask the device: the request asks nobody before it claims the device anew. */
    record GiveWay() implements Effect {}

    /** Checks the app's permission, and reads how far the connector is set up: {@link Event.Checked}, whatever happens. */
    record CheckApp(Duration timeout) implements Effect {}

    /** Joins the line of those who want to write: {@link Event.Called}. */
    record Queue() implements Effect {}

    /** Gives up the place in line, if there is one. */
    record LeaveLine() implements Effect {}

    /** Reads the device: {@link Event.Read} or {@link Event.ReadFailed}. */
    record ReadDevice(Priority priority, Duration timeout) implements Effect {}

    /** Takes the permit when its time has come: {@link Event.Permitted}. */
    record Take() implements Effect {}

    /** Gives the permit back, and joins the head of the line: {@link Event.Called}. */
    record Postpone() implements Effect {}

    /** Gives the permit back. */
    record Release() implements Effect {}

    /** Sends the action, once: {@link Event.Answered} or {@link Event.Unanswered}. */
    record Send(Duration timeout) implements Effect {}

    /** Gives up the call of the action; its end still comes. */
    record Cancel() implements Effect {}

    /** Waits, in place of an earlier wait of the same phase: {@link Event.Woke}. */
    record Wait(Duration time) implements Effect {}

    /** Sets the time of {@link Event.TimedOut}, in place of an earlier one. */
    record SetDeadline(Duration left) implements Effect {}

    /** Writes a line to the build's log. */
    record Log(String line) implements Effect {}

    /** Says in the log which address is about to be called, or would be. */
    record Announce() implements Effect {}

    /** Ends the request; from now on nothing leaves, and nothing is held. */
    record End(RequestReport report) implements Effect {}
}
