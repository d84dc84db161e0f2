package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.retry.ReadFailure;
import java.net.URI;
import java.util.List;

/** What can happen to a request. */
public sealed interface Event {

    /** Its life begins, or goes on after a restart. */
    record Begun(boolean resumed) implements Event {}

    /** The look-up found exactly one device, and perhaps something to warn of. */
    record Found(DeviceDetails device, List<String> warnings) implements Event {}

    /** The look-up came to its end without a device, for good. */
    record NotFound(String why) implements Event {}

    /** The host knows whether the device is to be asked. */
    record Claimed(Claim claim) implements Event {}

    /** Another request of the same build is under way for the device; its end decides whether the device is to be asked. */
    record Busy() implements Event {}

    /** That other request has ended. */
    record Free() implements Event {}

    /**
     * The app was checked.
     *
     * @param connector how far the tenant's connector is set up, as far as it can be read
     * @param lacking which permission for the action the app's token lacks, in words; empty for none that is known
     */
    record Checked(Connector connector, String lacking) implements Event {}

    /** There are a credential and a token, and with them a place in line. */
    record Queued() implements Event {}

    /** A permit will be free soon. */
    record Called() implements Event {}

    /** The device was read. */
    record Read(DeviceReading device) implements Event {}

    /** A call that reads has failed. */
    record ReadFailed(ReadFailure failure) implements Event {}

    /** The permit was given, with a fresh GUID for the attempt. */
    record Permitted(String clientRequestId) implements Event {}

    /** The state is on disk. */
    record Saved() implements Event {}

    /** The state could not be saved. */
    record NotSaved(String why) implements Event {}

    /** The action was answered. */
    record Answered(HttpReply reply, URI action) implements Event {}

    /** The action was not answered; whether it may have left, the failure knows. */
    record Unanswered(Throwable failure) implements Event {}

    /** A wait is over. */
    record Woke() implements Event {}

    /** The timeout of the request is up. */
    record TimedOut() implements Event {}

    /** The build does not want the request any more. */
    record Aborted() implements Event {}
}
