package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.links.LinkDigests;
import io.jenkins.plugins.intune.links.MaskingStream;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What keeps a build's log clear of its session links. Agents are told of those only that the Pipeline has got, because a
 * link that can be guessed can be found by its digest. Thread-safe.
 */
final class BuildLinks {

    private static final Logger LOGGER = Logger.getLogger(BuildLinks.class.getName());

    private volatile LinkDigests everywhere = LinkDigests.NONE;
    private volatile LinkDigests onAgents = LinkDigests.NONE;

    /** What a build remembers, whose Jenkins was restarted. Reads the journals of its fleets from disk. */
    static BuildLinks restore(Run<?, ?> run, RemoteAssistanceAction action) {
        BuildLinks links = new BuildLinks();
        List<String> all = new ArrayList<>();
        List<String> handedOut = new ArrayList<>();
        Stream.concat(
                        action.getRequests().stream().map(AssistanceRecord::key),
                        action.getFleets().stream().map(FleetRecord::key))
                .forEach(key -> {
                    List<String> found = kept(run, action, key);
                    all.addAll(found);
                    if (action.keysHandedOut().contains(key)) {
                        handedOut.addAll(found);
                    }
                });
        links.hide(all);
        links.hideOnAgents(handedOut);
        return links;
    }

    private static List<String> kept(Run<?, ?> run, RemoteAssistanceAction action, String key) {
        Stream<String> ofRequest = action.getRequests().stream()
                .filter(request -> request.key().equals(key))
                .map(AssistanceRecord::link);
        boolean fleet =
                action.getFleets().stream().anyMatch(record -> record.key().equals(key) && record.getSessions() > 0);
        return Stream.concat(ofRequest, fleet ? inJournal(run, key).stream() : Stream.empty())
                .filter(Objects::nonNull)
                .toList();
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

    /** Keeps links out of everything, also of what agents write that are asked from now on. */
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
