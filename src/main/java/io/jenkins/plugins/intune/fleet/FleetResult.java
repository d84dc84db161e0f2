package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.request.RequestReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A fleet that has ended.
 *
 * @param verdict what it makes of the build
 * @param message how it ended, in a paragraph for people
 * @param note what of that {@link #summary} does not tell; empty for nothing
 * @param counts the numbers
 * @param reports what became of each device that was begun, in the order of the fleet
 */
public record FleetResult(
        FailWhen.Verdict verdict, String message, String note, FleetCounts counts, List<RequestReport> reports) {

    /**
     * How a fleet ended, as far as its numbers tell it, in the language of the thread that asks.
     *
     * @param aborted whether it was aborted
     */
    public static String summary(FleetCounts counts, boolean dryRun, boolean aborted) {
        return aborted ? FleetTexts.aborted(counts, dryRun) : FleetTexts.summary(counts, dryRun);
    }

    /**
     * The result as Pipelines see it: the counts, and under {@code results} a map for each device.
     *
     * @param wanted which devices get a map
     * @param mayAssist whether whoever sees it may have the session links
     */
    public Map<String, Object> toMap(Predicate<RequestReport> wanted, boolean mayAssist) {
        Map<String, Object> map = new LinkedHashMap<>(counts.toMap());
        List<Object> results = new ArrayList<>();
        reports.stream().filter(wanted).forEach(report -> results.add(report.toMap(mayAssist)));
        map.put("results", results);
        return map;
    }
}
