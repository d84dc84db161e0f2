package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.audit.AuditWitness;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.fleet.FleetStatus;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.Waiting;
import io.jenkins.plugins.intune.values.SharedSaves;
import io.jenkins.plugins.intune.values.SystemLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Notes in a build that its requests begin, and what becomes of them. Thread-safe. */
@Restricted(NoExternalUse.class)
public final class BuildRecords {

    private static final Logger LOGGER = Logger.getLogger(BuildRecords.class.getName());

    private static final SharedSaves SAVES = new SharedSaves();

    private BuildRecords() {}

    /**
     * A request for one device begins, or resumes after a restart: the build's page shows what it waits for until {@link
     * #record} says how it has ended. May touch the disk.
     *
     * @param key tells one request of the build from another
     * @param waiting tells at any time, and without blocking, what the request waits for
     */
    public static RemoteAssistanceAction begun(Run<?, ?> run, String key, Supplier<Optional<Waiting>> waiting) {
        RemoteAssistanceAction action = of(run);
        action.begin(key, waiting);
        return action;
    }

    /** A fleet that the build knows begins, or resumes after a restart: the build's page shows how far it is. */
    public static RemoteAssistanceAction begunFleet(Run<?, ?> run, String key, Supplier<Optional<FleetStatus>> status) {
        RemoteAssistanceAction action = of(run);
        action.watch(key, status);
        return action;
    }

    /**
     * Adds a request to a build, or replaces what the build remembered of it, and saves the build. Records that come while it
     * is being saved share the next save.
     *
     * @param key tells one request of the build from another
     * @param disk where the build is saved
     * @return completes when it is on disk. Never fails: the request is over and its result known, so a page that cannot be
     *     saved must not change how the build ends. The log of Jenkins says so then
     */
    public static CompletableFuture<Void> record(Run<?, ?> run, String key, RequestReport report, Executor disk) {
        AssistanceRecord record = new AssistanceRecord(
                key, report.withSession(link -> SessionLinks.get().encrypt(link, report.acceptedAt())));
        record.belongTo(run);
        RemoteAssistanceAction action = of(run);
        action.links().hide(BuildLinks.in(List.of(report)));
        action.put(record);
        return save(run, disk);
    }

    /**
     * How a request has ended, if the build has noted that: without its session link if that is not kept any longer, because
     * whatever link the device has now may be somebody else's. May touch the disk.
     *
     * @param key tells one request of the build from another
     * @param plan what was to be done
     */
    public static Optional<RequestReport> notedEnd(Run<?, ?> run, String key, RequestPlan plan) {
        return of(run).requests().stream()
                .filter(record -> record.getKey().equals(key))
                .findFirst()
                .map(record -> record.report(plan.lookUp(), record.link()));
    }

    /** Adds a fleet to a build, or replaces what the build remembered of it, as {@link #record} does. */
    public static CompletableFuture<Void> record(Run<?, ?> run, FleetRecord record, Executor disk) {
        record.belongTo(run);
        of(run).put(record);
        return save(run, disk);
    }

    /**
     * Notes the end of a fleet, as {@link #record} does.
     *
     * @param reports what became of its devices
     */
    public static CompletableFuture<Void> record(
            Run<?, ?> run, FleetRecord record, List<RequestReport> reports, Executor disk) {
        of(run).links().hide(BuildLinks.in(reports));
        return record(run, record, disk);
    }

    /**
     * Prepares for the Pipeline to get session links: its log, and what its steps on agents write, does not show them from
     * now on. To be called right before it gets them.
     *
     * @param reports what became of the devices
     * @return completes when that is on disk, as {@link #record} does; the Pipeline may get them then
     */
    public static CompletableFuture<Void> handOut(Run<?, ?> run, List<RequestReport> reports, Executor disk) {
        RemoteAssistanceAction action = of(run);
        action.handOut(BuildLinks.in(reports));
        return save(run, disk);
    }

    /**
     * A step of the build cannot resume after a restart: the build and the assistance log remember what it had sent, and
     * nobody is to wait for that.
     *
     * @param step its key
     * @param broken what was under way of it
     * @param witness tells the assistance log
     * @param disk where a fleet's journal is read, and the build saved
     * @return completes when that is on disk, or soon if it cannot be; never fails
     */
    public static CompletableFuture<Void> abandon(
            Run<?, ?> run, String step, UnderWay broken, AuditWitness witness, Executor disk) {
        List<CompletableFuture<Void>> told = new ArrayList<>();
        broken.requests().forEach((key, last) -> {
            told.add(witness.brokenOff(last));
            // If its end was noted before Jenkins died, that says more.
            if (last.sent().attempts() > 0
                    && of(run).requests().stream()
                            .noneMatch(record -> record.getKey().equals(key))) {
                told.add(record(run, key, RequestReport.brokenOff(last), disk));
            }
        });
        of(run).fleets().stream()
                .filter(record -> record.getKey().equals(step) && record.isUnderWay())
                .findFirst()
                .ifPresent(record -> told.add(record(run, record.brokenOff(), disk)));
        for (String fleet : broken.fleets()) {
            told.add(CompletableFuture.supplyAsync(() -> asked(run, fleet), disk)
                    .thenCompose(entries -> all(entries.stream().map(entry -> told(entry, witness)))));
        }
        of(run).memory().abandon(step);
        return all(told.stream());
    }

    private static CompletableFuture<Void> told(FleetJournal.Asked entry, AuditWitness witness) {
        if (entry.ended()) {
            witness.endedBefore(entry.report());
            return CompletableFuture.completedFuture(null);
        }
        return witness.brokenOff(entry.last());
    }

    private static Collection<FleetJournal.Asked> asked(Run<?, ?> run, String fleet) {
        try {
            return FleetFiles.asked(run, fleet).values();
        } catch (IOException unreadable) {
            SystemLog.log(LOGGER, Level.WARNING, "what a fleet of " + run + " had asked is not in the log", unreadable);
            return List.of();
        }
    }

    private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    /** A request of the build has ended, although a Pipeline that was restarted may say that it is under way. */
    public static void ended(Run<?, ?> run, String key, RequestReport report) {
        of(run).memory().ended(key, report);
    }

    /** The key of one of a fleet's requests in the build. */
    public static String key(String fleet, int index) {
        return fleet + "/" + index;
    }

    private static RemoteAssistanceAction of(Run<?, ?> run) {
        synchronized (RemoteAssistanceAction.class) {
            RemoteAssistanceAction action = run.getAction(RemoteAssistanceAction.class);
            if (action == null) {
                action = new RemoteAssistanceAction();
                run.addAction(action);
            }
            return action;
        }
    }

    private static CompletableFuture<Void> save(Run<?, ?> run, Executor disk) {
        return SAVES.save(run, () -> CompletableFuture.runAsync(() -> save(run), disk));
    }

    private static void save(Run<?, ?> run) {
        try {
            run.save();
            BuildFolder.forceBuild(run);
        } catch (IOException | RuntimeException | Error unsaved) {
            SystemLog.log(LOGGER, Level.WARNING, "could not save what became of a request in " + run, unsaved);
        }
    }
}
