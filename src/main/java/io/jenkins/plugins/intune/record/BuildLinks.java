package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.links.LinkDigests;
import io.jenkins.plugins.intune.links.MaskingStream;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Which session links a build's log must not show. Agents get the digests of only those that the Pipeline has got, because a
 * link that can be guessed can be found by its digest. Thread-safe.
 */
final class BuildLinks {

    private static final Logger LOGGER = Logger.getLogger(BuildLinks.class.getName());

    private volatile LinkDigests everywhere = LinkDigests.NONE;
    private volatile LinkDigests onAgents = LinkDigests.NONE;

    /** The links of a build after a restart of Jenkins. Reads the journals of its fleets from disk. */
    static BuildLinks restore(Run<?, ?> run, RemoteAssistanceAction action) {
        BuildLinks links = new BuildLinks();
        links.onAgents = action.handedOut();
        links.everywhere = links.onAgents;
        links.hide(Stream.concat(
                        action.getRequests().stream().map(AssistanceRecord::link),
                        action.getFleets().stream()
                                .filter(fleet -> fleet.getSessions() > 0)
                                .flatMap(fleet -> inJournal(run, fleet.getKey()).stream()))
                .filter(Objects::nonNull)
                .toList());
        return links;
    }

    /** The links that the Pipeline has got. */
    LinkDigests handedOut() {
        return onAgents;
    }

    private static List<String> inJournal(Run<?, ?> run, String key) {
        try {
            return in(FleetFiles.reports(run, key).stream()
                    .map(report -> report.withSession(SessionLinks.get()::unseal))
                    .toList());
        } catch (IOException unreadable) {
            LOGGER.log(Level.WARNING, unreadable, () -> "session links of " + run + " are not masked in its log");
            return List.of();
        }
    }

    /** The session links of requests. */
    static List<String> in(List<RequestReport> reports) {
        return reports.stream()
                .map(RequestReport::sessionUrl)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Keeps links out of what this controller writes to the log. */
    synchronized void hide(List<String> links) {
        everywhere = everywhere.plus(links);
        MaskingStream.linksChanged();
    }

    /** Keeps links out of everything, also out of what agents write to the log from now on. */
    synchronized void hideOnAgents(List<String> links) {
        onAgents = onAgents.plus(links);
        hide(links);
    }

    /** What this controller must not write to a build's log. */
    static LinkDigests everywhere(Run<?, ?> run) {
        RemoteAssistanceAction action = run.getAction(RemoteAssistanceAction.class);
        return action == null ? LinkDigests.NONE : action.links(run).everywhere;
    }

    /** What an agent must not write to a build's log. */
    static LinkDigests onAgents(Run<?, ?> run) {
        RemoteAssistanceAction action = run.getAction(RemoteAssistanceAction.class);
        return action == null ? LinkDigests.NONE : action.links(run).onAgents;
    }
}
