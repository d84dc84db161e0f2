package io.jenkins.plugins.intune.graph;

import java.util.Locale;
import java.util.Optional;

/**
 * What to do about an answer of Graph, in one or two sentences. To add a hint, add a line to {@link #find} and a text to
 * {@code Messages.properties}.
 */
final class GraphHint {

    private GraphHint() {}

    /** The hint for an answer, if there is more to say than the answer says itself. */
    static Optional<String> of(GraphError error, DeviceForm form) {
        return Optional.ofNullable(find(error, error.message().toLowerCase(Locale.ROOT), form));
    }

    /** The same for an answer that was to be a list of devices: the hints that speak of one device are no help there. */
    static Optional<String> ofList(GraphError error) {
        int status = error.status();
        if (status >= 200 && status < 300) {
            return Optional.of(Messages.GraphHint_noList());
        }
        return status == 400 || status == 404 ? Optional.empty() : of(error, DeviceForm.MANAGED_DEVICE);
    }

    private static String find(GraphError error, String message, DeviceForm form) {
        int status = error.status();
        if (status >= 200 && status < 300) {
            return Messages.GraphHint_notNoContent();
        }
        if (status >= 300 && status < 400) {
            return Messages.GraphHint_redirect();
        }
        return switch (status) {
            // Intune reports a missing role as 401 too, with "Forbidden" in the message that it wrapped.
            case 401 -> message.contains("forbidden") ? role(form) : Messages.GraphHint_token();
            case 403 ->
                message.contains("does not have application permissions") ? Messages.GraphHint_noRoles() : role(form);
            case 400 ->
                message.contains("resource not found for the segment")
                        ? Messages.GraphHint_version()
                        : Messages.GraphHint_device();
            case 404 -> form.deviceOnly() ? Messages.GraphHint_noDevice() : Messages.GraphHint_noDeviceOrScript();
            case 429 -> Messages.GraphHint_throttled();
            case 503 -> Messages.GraphHint_unavailable();
            default -> null;
        };
    }

    private static String role(DeviceForm form) {
        return form.inV1() ? Messages.GraphHint_role() : Messages.GraphHint_roleOrConfiguration();
    }
}
