package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.audit.AuditWitness;
import io.jenkins.plugins.intune.form.Genuine;
import io.jenkins.plugins.intune.form.PrivateAnswer;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.Scheduler;
import io.jenkins.plugins.intune.values.SystemLog;
import io.jenkins.plugins.intune.values.Wakeups;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.Stapler;

/**
 * The assistance log of this Jenkins: the requests of its builds, and who opened their sessions. It is kept in {@value
 * #FOLDER} in Jenkins' home, and is read in the background once Jenkins is up. Thread-safe; never blocks.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class AssistanceLog extends ItemListener {

    /** The logger that has a line for each request, for log collectors. Administrators rely on its name. */
    public static final String REQUESTS = "io.jenkins.plugins.intune.AssistanceLog.requests";

    static final String FOLDER = "intune-assistance-log";

    private static final Logger LOGGER = Logger.getLogger(AssistanceLog.class.getName());
    private static final Logger EACH = Logger.getLogger(REQUESTS);

    /** Longest name of a cause, in characters. */
    private static final int MAX_NAME = 200;

    /** Longest wait for the last lines when Jenkins stops, in seconds. */
    private static final int MAX_WAIT_FOR_DISK = 1;

    private final ThreadPoolExecutor reading = thread();
    private final ThreadPoolExecutor writing = thread();

    private final AuditLog log = new AuditLog(
            Jenkins.get().getRootDir().toPath().resolve(FOLDER),
            () -> Duration.ofDays(IntuneConfiguration.get().effectiveAssistanceLogDays()),
            Clocks.SYSTEM,
            new Wakeups(Clocks.SYSTEM, Scheduler.on(Timer.get())),
            reading,
            writing,
            words -> SystemLog.log(LOGGER, Level.WARNING, words));

    private static ThreadPoolExecutor thread() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "intune-remote-assistance-log"),
                // The queue has no bound, so this is for what comes after Jenkins has stopped.
                new ThreadPoolExecutor.DiscardPolicy());
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** The one of this Jenkins. */
    public static AssistanceLog get() {
        return ExtensionList.lookupSingleton(AssistanceLog.class);
    }

    /** The log itself, to be searched, and to see who was asked. */
    public AuditLog log() {
        return log;
    }

    @Override
    public void onLoaded() {
        log.start();
    }

    @Override
    public void onLocationChanged(Item item, String from, String to) {
        if (item instanceof Job<?, ?> job && isNews(item, from)) {
            // Which of its builds are under way is known only if they are all loaded.
            log.jobNames().renamed(from, to, job.getNextBuildNumber() > 1);
        }
    }

    /** A folder may have been deleted without Jenkins. */
    @Override
    public void onCreated(Item item) {
        if (Genuine.is(item)) {
            log.jobNames().deleted(item.getFullName());
        }
    }

    @Override
    public void onDeleted(Item item) {
        if (isNews(item, item.getFullName())) {
            log.jobNames().deleted(item.getFullName());
        }
    }

    /**
     * Whether an item can have lost a name. Somebody may have made up a folder of another one's name, and rename or delete
     * that.
     */
    private static boolean isNews(Item item, String name) {
        Item now = named(name);
        return now == null
                || (now == item || item.getFullName().startsWith(now.getFullName() + "/")) && Genuine.is(item);
    }

    /**
     * Whatever Jenkins has under a full name, or {@code null}. For what is below a job, such as its promotions, that is the
     * job: Jenkins finds nothing there by name.
     */
    @CheckForNull
    private static Item named(String name) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Item found = Jenkins.get().getItemByFullName(name);
            for (int end = name.lastIndexOf('/'); found == null && end > 0; end = name.lastIndexOf('/', end - 1)) {
                Item above = Jenkins.get().getItemByFullName(name.substring(0, end));
                // A Matrix project has its configurations one step below it.
                boolean deeper = name.indexOf('/', end + 1) >= 0;
                found = above instanceof Job && (deeper || !(above instanceof ItemGroup)) ? above : null;
            }
            return found;
        }
    }

    /** In whose name a build asks, if this thread belongs to the build. */
    public static Requester requester(Run<?, ?> run) {
        return requester(run, Jenkins.getAuthentication2().getName());
    }

    /**
     * In whose name a build asks.
     *
     * @param runsAs the name of the identity that it runs as
     */
    public static Requester requester(Run<?, ?> run, @CheckForNull String runsAs) {
        // A Pipeline that an older version began does not have its identity saved.
        String identity = runsAs == null ? "" : runsAs;
        // Before the name is read, so that no change in between is missed.
        Instant now = Clocks.SYSTEM.now().truncatedTo(ChronoUnit.MILLIS);
        return new Requester(
                run.getParent().getFullName(),
                run.getNumber(),
                Instant.ofEpochMilli(run.getTimeInMillis()),
                startedBy(run.getCauses()),
                identity,
                now);
    }

    private static String startedBy(List<Cause> causes) {
        return person(causes)
                .or(() -> causes.stream()
                        .map(cause -> PlainText.oneLine(cause.getShortDescription(), MAX_NAME))
                        .findFirst())
                .orElse("");
    }

    /** Who started the build, or the build that started it, and so on: Jenkins keeps some of them. */
    private static Optional<String> person(List<Cause> causes) {
        for (Cause cause : causes) {
            if (cause instanceof Cause.UserIdCause person) {
                return Optional.of(person.getUserId() == null ? "anonymous" : person.getUserId());
            }
        }
        return causes.stream()
                .filter(Cause.UpstreamCause.class::isInstance)
                .flatMap(cause -> person(((Cause.UpstreamCause) cause).getUpstreamCauses()).stream())
                .findFirst();
    }

    /** Tells it of a build's requests. */
    public AuditWitness witness(Requester requester) {
        return new AuditWitness(log, requester, AssistanceLog::tell);
    }

    /** The line for log collectors: JSON, so that nothing in it can be taken for another line. */
    private static void tell(AuditEntry entry) {
        // Jenkins' log is read by people who may not read this one, and kept for longer: only where an administrator
        // wants it.
        if (EACH.getLevel() != null && EACH.isLoggable(Level.INFO)) {
            Map<String, Object> told = entry.toMap();
            told.keySet().removeAll(List.of("openedBy", "openedAt"));
            SystemLog.log(EACH, Level.INFO, Json.write(told));
        }
    }

    /**
     * The user of this thread gets a session link, and is noted for that.
     *
     * @param run the build that it is said to be of: by what somebody has made up, a build can get into a job of theirs
     * @param link the link, or {@code null} if there is none any more
     * @param logId the id under which the log has the request
     * @return the link; {@code null} if there is none, or if nobody can be noted: for what is no {@linkplain FetchMetadata
     *     visit}, or for a text that is no id, as somebody may have written into a build
     */
    @CheckForNull
    String handOut(Run<?, ?> run, @CheckForNull String link, @CheckForNull String logId) {
        if (link == null || !FetchMetadata.mayHaveLinks()) {
            return null;
        }
        try {
            UUID id = UUID.fromString(String.valueOf(logId));
            if (log.index()
                    .find(id)
                    .filter(entry -> !isOf(run, entry.requester()))
                    .isPresent()) {
                return null;
            }
            log.opened(id, Jenkins.getAuthentication2().getName());
            // Also where Jenkins makes the answer: a link must not lie in a browser's cache when it is erased here.
            PrivateAnswer.mark(Stapler.getCurrentResponse2());
            return link;
        } catch (IllegalArgumentException noId) {
            SystemLog.log(LOGGER, Level.FINE, "a session link belongs to no request in the log", noId);
            return null;
        }
    }

    /**
     * By its present name, or by one that no job has any more: Jenkins does not tell of each rename, and the log may be late.
     */
    private static boolean isOf(Run<?, ?> run, Requester asked) {
        return asked.build() == run.getNumber()
                && asked.began().toEpochMilli() == run.getTimeInMillis()
                && (asked.job().equals(run.getParent().getFullName()) || named(asked.job()) == null);
    }

    /** Writes the last lines to the disk, unless that takes too long. To be called when no request runs any more. */
    public void close() throws InterruptedException {
        try {
            log.close().get(MAX_WAIT_FOR_DISK, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException unwritten) {
            SystemLog.log(LOGGER, Level.WARNING, "the last lines of the assistance log may not be on disk", unwritten);
        } finally {
            // For log collectors; if one hangs, nobody could be told.
            SystemLog.written()
                    .completeOnTimeout(null, MAX_WAIT_FOR_DISK, TimeUnit.SECONDS)
                    .join();
            reading.shutdown();
            writing.shutdown();
        }
    }
}
