package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.Guid;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do about an answer of Graph, in one or two sentences. To add a hint, add a line to {@link #ofAny}, or to
 * {@link #find} if it explains a refusal, and a text to {@code Messages.properties}.
 */
final class GraphHint {

    private GraphHint() {}

    /** The hint for an answer to the action, if there is more to say than the answer itself says. */
    static Optional<String> ofAction(GraphError error, DeviceForm form) {
        if (isSuccess(error)) {
            return Optional.of(Messages.GraphHint_notNoContent());
        }
        // To try again later is no advice for a request that is in doubt.
        return ofAny(error)
                .or(() -> error.isTurnedAway() ? ofBusy(error) : Optional.empty())
                .or(() -> ofRefusal(error, form));
    }

    /** The same for an answer that was to be a device. */
    static Optional<String> ofDevice(GraphError error, DeviceForm form) {
        return isSuccess(error) ? Optional.of(Messages.GraphHint_noDeviceRead()) : ofRead(error, form);
    }

    /** The same for an answer that was to be a list of devices: hints about one device do not help there. */
    static Optional<String> ofList(GraphError error) {
        if (isSuccess(error)) {
            return Optional.of(Messages.GraphHint_noList());
        }
        boolean ofOneDevice = error.status() == 400 || error.status() == 404;
        return ofOneDevice ? ofAny(error).or(() -> ofBusy(error)) : ofRead(error, DeviceForm.MANAGED_DEVICE);
    }

    private static boolean isSuccess(GraphError error) {
        return error.status() >= 200 && error.status() < 300;
    }

    private static Optional<String> ofRead(GraphError error, DeviceForm form) {
        return ofAny(error).or(() -> ofBusy(error)).or(() -> ofRefusal(error, form));
    }

    /** Hints for answers that neither a permission nor the device explains. */
    private static Optional<String> ofAny(GraphError error) {
        boolean refused = error.status() >= 400 && error.status() < 500;
        if (refused && !Guid.isGuid(error.requestId())) {
            return Optional.of(Messages.GraphHint_notGraphs());
        }
        if (error.status() >= 300 && error.status() < 400) {
            return Optional.of(Messages.GraphHint_redirect());
        }
        return error.message().contains("not applicable to target tenant")
                ? Optional.of(Messages.GraphHint_noIntune())
                : Optional.empty();
    }

    /** Hints for what can be asked again later. */
    private static Optional<String> ofBusy(GraphError error) {
        if (!error.isBusy()) {
            return Optional.empty();
        }
        return Optional.of(error.status() == 429 ? Messages.GraphHint_throttled() : Messages.GraphHint_unavailable());
    }

    private static Optional<String> ofRefusal(GraphError error, DeviceForm form) {
        if (!error.isRefusal()) {
            return Optional.empty();
        }
        if (error.isUnknownRoute() && form != DeviceForm.MANAGED_DEVICE) {
            return Optional.of(Messages.GraphHint_route());
        }
        String message = error.message().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(
                error.isUnknownRoute() || message.contains("resource not found for the segment")
                        ? Messages.GraphHint_version()
                        : find(error.status(), message, form));
    }

    private static String find(int status, String message, DeviceForm form) {
        return switch (status) {
            // Intune reports a missing role as 401 too, with "Forbidden" in the message that it wrapped.
            case 401 -> message.contains("forbidden") ? role(form) : token(message);
            case 403 ->
                message.contains("does not have application permissions") ? Messages.GraphHint_noRoles() : role(form);
            case 400 -> Messages.GraphHint_device();
            case 404 -> form.deviceOnly() ? Messages.GraphHint_noDevice() : Messages.GraphHint_noDeviceOrScript();
            default -> null;
        };
    }

    /**
     * Continuous access evaluation ends a token before its time, for a changed policy or a network that is not allowed.
     *
     * @see <a href="https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation-workload">Continuous
     *     access evaluation for workload identities</a>
     */
    private static String token(String message) {
        boolean revoked = message.contains("continuous access evaluation") || message.contains("outdatedpolicies");
        return revoked ? Messages.GraphHint_revoked() : Messages.GraphHint_token();
    }

    private static String role(DeviceForm form) {
        return form.inV1() ? Messages.GraphHint_role() : Messages.GraphHint_roleOrConfiguration();
    }
}
