package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which devices of a fleet somebody wants to see, and in which order.
 *
 * @param text what a device's name, address, ids or message must hold, without regard to case; empty for anything
 * @param outcome the {@linkplain Outcome#id() outcome} that it must have; empty for any
 * @param sort {@code device}, {@code outcome} or {@code time}; anything else for the order of the fleet
 * @param descending whether the order is reversed
 */
public record FleetSelection(String text, String outcome, String sort, boolean descending) {

    /** Takes {@code null} as empty. */
    public FleetSelection {
        text = text == null ? "" : text.strip();
        outcome = outcome == null ? "" : outcome;
        sort = sort == null ? "" : sort;
    }

    /** The devices that are wanted, in order. */
    public List<RequestReport> of(List<RequestReport> all) {
        String wanted = PlainText.searchable(text);
        Stream<RequestReport> matching = all.stream()
                .filter(report -> outcome.isEmpty() || report.outcome().id().equals(outcome))
                .filter(report -> wanted.isEmpty() || says(report, wanted));
        Comparator<RequestReport> order = order();
        return (order == null ? matching : matching.sorted(descending ? order.reversed() : order)).toList();
    }

    private static boolean says(RequestReport report, String wanted) {
        return Stream.of(
                        report.deviceName(),
                        report.device(),
                        report.deviceId(),
                        report.requestId(),
                        report.clientRequestId(),
                        report.message())
                .filter(Objects::nonNull)
                .anyMatch(said -> PlainText.searchable(said).contains(wanted));
    }

    /** Null for none. Sorting is stable, so equals stay in the order of the fleet. */
    private Comparator<RequestReport> order() {
        return switch (sort) {
            case "device" -> Comparator.comparing(FleetSelection::name, String.CASE_INSENSITIVE_ORDER);
            case "outcome" -> Comparator.comparing(RequestReport::outcome);
            case "time" -> Comparator.comparing(RequestReport::time);
            default -> null;
        };
    }

    private static String name(RequestReport report) {
        return report.deviceName() == null ? report.device() : report.deviceName();
    }
}
