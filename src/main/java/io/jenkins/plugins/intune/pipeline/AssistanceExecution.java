package io.jenkins.plugins.intune.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.StepRun;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.BuildFolder;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.IntunePermissions;
import io.jenkins.plugins.intune.record.UnderWay;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.service.BuildHost;
import io.jenkins.plugins.intune.service.GracefulShutdown;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.SharedSaves;
import io.jenkins.plugins.intune.values.SystemLog;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One run of the step, for one device or for many: starts, resumes after a restart, ends. Does nothing slow on the Pipeline's
 * own thread and holds no thread while it waits.
 *
 * @param <R> what it ends with
 */
abstract class AssistanceExecution<R> extends StepExecution implements StepRun.Host<R> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(AssistanceExecution.class.getName());

    /** The saves of all builds, shared by the steps of each. */
    private static final SharedSaves SAVES = new SharedSaves();

    /** Tells this run of the step from others of the build, also after a restart. */
    // Tells one step from another, and opens nothing.
    @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
    private final String key = UUID.randomUUID().toString();

    /** The credential to use. */
    private final String credentialsId;

    /** The name of the identity that the build runs as. */
    private String runsAs;

    private transient StepRun<R> life;
    private transient WaitingPipeline pipeline;
    private transient volatile Run<?, ?> run;
    private transient volatile BuildHost host;

    AssistanceExecution(StepContext context, String credentialsId) {
        super(context);
        this.credentialsId = credentialsId;
    }

    /** How its devices are asked. */
    abstract RequestOptions options();

    /** What there is to do. May touch the disk. */
    abstract Operation<R> operate(BuildHost build);

    /**
     * Notes with the build how it has ended; parameters as for {@link #ended}.
     *
     * @return completes when that is on disk
     */
    abstract CompletableFuture<Void> note(R result, Throwable failure);

    /**
     * Tells the Pipeline how it ended, unless that was stopped. May touch the disk, and ask the security realm if it says so.
     */
    abstract void conclude(R result);

    /** Whether {@link #conclude} asks the security realm, as {@link #asksRealm(List, RequestOptions)} tells. */
    abstract boolean asksRealm(R result);

    /**
     * The request or fleet of the step, for other steps after a restart. A step that began after the restart has not sent
     * anything before this is called.
     */
    abstract UnderWay underWay();

    final String key() {
        return key;
    }

    /** The credential to use; {@code null} for the default one. */
    final String credentialsId() {
        return credentialsId;
    }

    /** The build. */
    final Run<?, ?> run() {
        return run;
    }

    /** Writes a line to the step's log. */
    final void log(String line) {
        host.log(line);
    }

    /** Whether this run of the step began before a restart. */
    final boolean isResumed() {
        return life().isResumed();
    }

    /** It may be stopped before it is resumed. */
    private synchronized StepRun<R> life() {
        if (life == null) {
            life = new StepRun<>(this, true);
        }
        return life;
    }

    /** The build, as the step's requests see it. */
    private BuildHost host(TaskListener log) {
        BuildHost.Owner step = new BuildHost.Owner() {
            @Override
            public CompletableFuture<UnderWay> underWay() {
                return pipeline().underWay();
            }

            @Override
            public CompletableFuture<Void> awaited() {
                return CompletableFuture.supplyAsync(() -> pipeline().waits(), disk())
                        .thenCompose(waits -> waits ? CompletableFuture.completedFuture(null) : forgotten());
            }
        };
        return new BuildHost(run, log, AssistanceLog.requester(run, runsAs), credentialsId, key, options(), step);
    }

    /** Saves the Pipeline with this step; completes when that is on disk. */
    final CompletableFuture<Void> saveProgram() {
        // Not in line behind the saves of other branches, whose thread may wait for this.
        return run.isBuilding()
                ? SAVES.save(run, () -> pipeline().save().thenRunAsync(() -> BuildFolder.force(run), disk()))
                : CompletableFuture.completedFuture(null);
    }

    /** The build no longer waits for the step, so nothing leaves any more. Never completes: the abort comes first. */
    private CompletableFuture<Void> forgotten() {
        SystemLog.log(
                LOGGER, Level.WARNING, run + " no longer waits for a step that is asking; it asks nobody any more");
        stop(new CancellationException());
        return new CompletableFuture<>();
    }

    final synchronized WaitingPipeline pipeline() {
        if (pipeline == null) {
            pipeline = new WaitingPipeline(getContext(), isResumed(), () -> run == null || run.isBuilding());
        }
        return pipeline;
    }

    /**
     * Tells the Pipeline its result.
     *
     * @param result makes its result, with or without session links; the build's log shows none of the links from now on
     */
    final void succeed(List<RequestReport> reports, Function<Boolean, Object> result) {
        boolean gets = mayGet(reports);
        CompletableFuture<Void> noted =
                gets ? BuildRecords.handOut(run, reports, disk()) : CompletableFuture.completedFuture(null);
        noted.thenCompose(done -> host.logged())
                .thenRun(() -> pipeline().succeed(result.apply(gets)))
                .exceptionally(life()::fail);
    }

    /** Tells the Pipeline its failure, when what was said of it is in the build's log. */
    final void failAfterLog(Throwable cause) {
        host.logged().thenRun(() -> pipeline().fail(cause)).exceptionally(life()::fail);
    }

    /** Whether the Pipeline gets the session links. Asks the security realm, if there is one. */
    private boolean mayGet(List<RequestReport> reports) {
        return hasLink(reports) && mayAssist();
    }

    private static boolean hasLink(List<RequestReport> reports) {
        return reports.stream().anyMatch(report -> report.sessionUrl() != null);
    }

    /** Whether it depends on the security realm what the Pipeline gets, or what is said of that. */
    static boolean asksRealm(List<RequestReport> reports, RequestOptions options) {
        return saysWhoGetsLinks(options) || hasLink(reports);
    }

    private static boolean saysWhoGetsLinks(RequestOptions options) {
        return options.dryRun() && options.waitsForSession();
    }

    /** Asks the security realm. */
    private boolean mayAssist() {
        // The thread that resumes a Pipeline has another identity than the one that started it.
        return IntunePermissions.mayAssist(
                run, () -> getContext().get(FlowExecution.class).getAuthentication2());
    }

    /** Logs, in a dry run with sessions, that the Pipeline would get no link. */
    final void sayWhoGetsLinks(RequestOptions options) {
        if (saysWhoGetsLinks(options) && !mayAssist()) {
            log(Messages.AssistanceExecution_noLinks());
        }
    }

    @Override
    public boolean start() {
        synchronized (this) {
            life = new StepRun<>(this, false);
        }
        // The thread that resumes a Pipeline has another identity.
        runsAs = Jenkins.getAuthentication2().getName();
        onResume();
        return false;
    }

    @Override
    public void onResume() {
        // Looking up the build and its log can read from disk, which is not for this thread.
        onDisk(RemoteAssistanceService.get().findingBuilds(), () -> {
            run = getContext().get(Run.class);
            onDisk(disk(), () -> {
                host = host(getContext().get(TaskListener.class));
                pipeline().look();
                life().begin(operate(host));
            });
        });
    }

    private interface Task {
        void run() throws Exception;
    }

    private void onDisk(Executor disk, Task task) {
        disk.execute(() -> {
            try {
                task.run();
            } catch (Throwable unusable) {
                life().fail(unusable);
            }
        });
    }

    @Override
    public final Executor disk() {
        return RemoteAssistanceService.get().disk(run);
    }

    @Override
    public final Runnable running(Operation<R> operation, CompletableFuture<R> end) {
        return GracefulShutdown.get().add(run, operation, end, true)::close;
    }

    @Override
    public final CompletableFuture<Void> ended(R result, Throwable failure) {
        // What comes to the log after its step may be lost.
        return note(result, failure).thenCompose(noted -> host.logged());
    }

    @Override
    public final void conclude(R result, Throwable failure) {
        if (failure == null) {
            // A realm that does not answer holds up only those who need it.
            Executor threads = asksRealm(result) ? RemoteAssistanceService.get().askingRealm(run) : disk();
            threads.execute(() -> tell(result));
        } else {
            fail(new AbortException(Failures.reason(failure)));
        }
    }

    private void tell(R result) {
        try {
            if (pipeline().waits()) {
                conclude(result);
            }
        } catch (Throwable mistake) {
            fail(mistake);
        }
    }

    @Override
    public final void fail(Throwable cause) {
        pipeline().fail(cause);
    }

    @Override
    public final CompletableFuture<Void> abandoned() {
        return run == null
                ? CompletableFuture.completedFuture(null)
                : BuildRecords.abandon(
                        run,
                        key,
                        underWay(),
                        AssistanceLog.get().witness(AssistanceLog.requester(run, runsAs)),
                        disk());
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        life().stop(cause);
    }

    @Override
    public String getStatus() {
        return life().status();
    }

    @Override
    public boolean blocksRestart() {
        return life().sending();
    }
}
