package io.jenkins.plugins.intune.log;

import hudson.model.Job;

/** A job's page of the log, as it is while it is being sent. */
public final class LogPageFixture {

    private final LogPage page;

    private LogPageFixture(LogPage page) {
        this.page = page;
    }

    /** As Stapler opens it. */
    public static LogPageFixture open(Job<?, ?> job) {
        return new LogPageFixture((LogPage) LogPage.of(job).getTarget());
    }

    /** How many entries it shows. In a web request only. */
    public long entries() {
        return page.view(null).getEntries().size();
    }
}
