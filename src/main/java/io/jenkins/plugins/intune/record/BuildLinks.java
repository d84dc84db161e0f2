package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.links.LinkDigests;
import io.jenkins.plugins.intune.links.MaskingStream;
import io.jenkins.plugins.intune.request.RequestReport;
import java.util.List;
import java.util.Objects;

/**
 * Which session links a build's log must not show. Agents get the digests of only those that the Pipeline has got, because a
 * link that can be guessed can be found by its digest. Thread-safe.
 */
final class BuildLinks {

    private volatile LinkDigests everywhere = LinkDigests.NONE;
    private volatile LinkDigests onAgents = LinkDigests.NONE;

    /**
     * What a build remembers, whose Jenkins was restarted. The journals of its fleets are not read for that, because
     * this happens when a Pipeline writes to its log: what is in them alone the Pipeline has not got.
     */
    static BuildLinks restore(RemoteAssistanceAction action) {
        BuildLinks links = new BuildLinks();
        links.onAgents = action.handedOut();
        links.everywhere = links.onAgents;
        links.hide(action.requests().stream()
                .map(AssistanceRecord::link)
                .filter(Objects::nonNull)
                .toList());
        return links;
    }

    /** The links that the Pipeline has got. */
    LinkDigests handedOut() {
        return onAgents;
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
        return action == null ? LinkDigests.NONE : action.links().everywhere;
    }

    /** What an agent must not write to a build's log. */
    static LinkDigests onAgents(Run<?, ?> run) {
        RemoteAssistanceAction action = run.getAction(RemoteAssistanceAction.class);
        return action == null ? LinkDigests.NONE : action.links().onAgents;
    }
}
