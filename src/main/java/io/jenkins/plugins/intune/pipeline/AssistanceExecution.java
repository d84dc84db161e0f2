package io.jenkins.plugins.intune.pipeline;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.IntunePermissions;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.record.UnderWay;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.service.BuildHost;
import io.jenkins.plugins.intune.service.GracefulShutdown;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import io.jenkins.plugins.intune.values.Failures;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
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
abstract class AssistanceExecution<R> extends StepExecution {

    private static final long serialVersionUID = 1L;

    /** Tells this run of the step from others of the build, also after a restart. */
    private final String key = UUID.randomUUID().toString();

    /** The name of the identity that the build runs as. */
    private String runsAs;

    private transient volatile Operation<R> operation;
    /** Why it was stopped, or {@code null}. */
    private transient volatile Throwable stopped;

    private transient volatile boolean resumed;
    /** Whether it has begun in this run of Jenkins; if not, it may have sent something before. */
    private transient volatile boolean fresh;

    private transient volatile Run<?, ?> run;
    private transient volatile TaskListener listener;

    AssistanceExecution(StepContext context) {
        super(context);
    }

    /** What there is to do. May touch the disk. */
    abstract Operation<R> operate(Run<?, ?> build, TaskListener log);

    /** Notes with the build that it begins or resumes. Completes when that is on disk. */
    abstract CompletableFuture<Void> begun(Run<?, ?> build);

    /** Notes with the build how it has ended. Completes when that is on disk. */
    abstract CompletableFuture<Void> ended(Run<?, ?> build, R result);

    /** Notes with the build that it has failed. Completes when that is on disk. */
    abstract CompletableFuture<Void> failed(Run<?, ?> build, Throwable failure);

    /** Tells the Pipeline how it ended, unless that was stopped. May touch the disk, and ask the security realm. */
    abstract void conclude(Run<?, ?> build, R result);

    /**
     * The request or fleet of the step, for other steps after a restart. A step that began after the restart has not sent
     * anything before this is called.
     */
    abstract UnderWay underWay();

    final String key() {
        return key;
    }

    /** The build. */
    final Run<?, ?> run() {
        return run;
    }

    /** Writes a line to the step's log. */
    final void log(String line) {
        listener.getLogger().println(line);
    }

    /** Whether this run of the step began before a restart. */
    final boolean isResumed() {
        return resumed;
    }

    /** The build, as the step's requests see it. */
    final BuildHost host(Run<?, ?> build, TaskListener log, String credentialsId, RequestOptions options) {
        return new BuildHost(
                build, log, AssistanceLog.requester(build, runsAs), credentialsId, key, options, this::othersUnderWay);
    }

    /** What other steps of the build were doing when Jenkins died. Comes on the Pipeline's own thread. */
    private CompletableFuture<UnderWay> othersUnderWay() {
        CompletableFuture<UnderWay> others = new CompletableFuture<>();
        try {
            Futures.addCallback(
                    getContext().get(FlowExecution.class).getCurrentExecutions(false),
                    new FutureCallback<List<StepExecution>>() {
                        @Override
                        public void onSuccess(List<StepExecution> executions) {
                            Map<String, RequestReport> requests = new HashMap<>();
                            Set<String> fleets = new HashSet<>();
                            for (StepExecution other : executions) {
                                if (other instanceof AssistanceExecution<?> assistance) {
                                    requests.putAll(assistance.underWay().requests());
                                    fleets.addAll(assistance.underWay().fleets());
                                }
                            }
                            others.complete(new UnderWay(requests, fleets));
                        }

                        @Override
                        public void onFailure(Throwable cause) {
                            others.completeExceptionally(cause);
                        }
                    },
                    MoreExecutors.directExecutor());
        } catch (IOException | InterruptedException gone) {
            others.completeExceptionally(gone);
        }
        return others;
    }

    /**
     * Tells the Pipeline its result.
     *
     * @param result makes its result, with or without session links; the build's log shows none of the links from now on
     */
    final void succeed(List<RequestReport> reports, Function<Boolean, Object> result) {
        boolean gets = mayGet(reports);
        CompletableFuture<Void> noted = gets
                ? RemoteAssistanceAction.handOut(
                        run, reports, RemoteAssistanceService.get().disk(run))
                : CompletableFuture.completedFuture(null);
        noted.thenRun(() -> getContext().onSuccess(result.apply(gets))).exceptionally(this::fail);
    }

    /** Whether the Pipeline gets the session links. Asks the security realm, if there is one. */
    private boolean mayGet(List<RequestReport> reports) {
        return reports.stream().anyMatch(report -> report.sessionUrl() != null) && mayAssist();
    }

    /** Asks the security realm. */
    private boolean mayAssist() {
        // The thread that resumes a Pipeline has another identity than the one that started it.
        return IntunePermissions.mayAssist(
                run, () -> getContext().get(FlowExecution.class).getAuthentication2());
    }

    /** Logs, in a dry run with sessions, that the Pipeline would get no link. */
    final void sayWhoGetsLinks(RequestOptions options) {
        if (options.dryRun() && options.waitsForSession() && !mayAssist()) {
            log(Messages.AssistanceExecution_noLinks());
        }
    }

    @Override
    public boolean start() {
        fresh = true;
        // The thread that resumes a Pipeline has another identity.
        runsAs = Jenkins.getAuthentication2().getName();
        proceed();
        return false;
    }

    @Override
    public void onResume() {
        resumed = true;
        proceed();
    }

    private void proceed() {
        // Looking up the build and its log can read from disk, which is not for this thread.
        onDisk(RemoteAssistanceService.get().findingBuilds(), () -> {
            run = getContext().get(Run.class);
            onDisk(RemoteAssistanceService.get().disk(run), this::prepare);
        });
    }

    private interface Task {
        void run() throws Exception;
    }

    /** An error ends the step instead of leaving it hanging. */
    private void onDisk(Executor disk, Task task) {
        disk.execute(() -> {
            try {
                task.run();
            } catch (Throwable unusable) {
                fail(unusable);
            }
        });
    }

    private void prepare() throws Exception {
        listener = getContext().get(TaskListener.class);
        Operation<R> next = operate(run, listener);
        if (begin(next)) {
            begun(run).thenRun(() -> go(next)).exceptionally(this::fail);
        }
    }

    private void go(Operation<R> next) {
        CompletableFuture<R> end = next.start();
        GracefulShutdown.Running running = GracefulShutdown.get().add(next, end);
        end.handleAsync(this::end, RemoteAssistanceService.get().disk(run))
                .thenCompose(Function.identity())
                .exceptionally(this::fail)
                .thenRun(running::close);
    }

    /**
     * A step that was stopped before it had begun sends nothing any more. What it sent before a restart is brought to its end
     * all the same, so that the build remembers it.
     */
    private synchronized boolean begin(Operation<R> next) {
        if (stopped != null && fresh) {
            return false;
        }
        operation = next;
        if (stopped != null) {
            next.abort();
        }
        return true;
    }

    private CompletableFuture<Void> end(R result, Throwable failure) {
        CompletableFuture<Void> noted = failure == null ? ended(run, result) : failed(run, failure);
        return noted.thenRun(() -> goOn(result, failure));
    }

    private void goOn(R result, Throwable failure) {
        if (stopped != null) {
            // Whoever stopped it waits for this, and an aborted build must not go on as if nothing had happened.
            getContext().onFailure(stopped);
        } else if (failure == null) {
            RemoteAssistanceService.get().askingRealm(run).execute(() -> tell(result));
        } else {
            getContext().onFailure(new AbortException(Failures.reason(failure)));
        }
    }

    private Void fail(Throwable mistake) {
        // An operation that has begun notes its own end.
        if (!fresh && operation == null && run != null) {
            Executor disk = RemoteAssistanceService.get().disk(run);
            underWay().requests().forEach((request, soFar) -> RemoteAssistanceAction.record(run, request, soFar, disk));
            RemoteAssistanceAction.abandon(run, key);
        }
        getContext().onFailure(mistake);
        return null;
    }

    private void tell(R result) {
        try {
            conclude(run, result);
        } catch (Throwable mistake) {
            getContext().onFailure(mistake);
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        Operation<R> current;
        synchronized (this) {
            stopped = cause;
            current = operation;
        }
        if (current != null) {
            current.abort();
        } else if (fresh) {
            getContext().onFailure(cause);
        }
    }

    @Override
    public String getStatus() {
        Operation<R> current = operation;
        return current == null ? "starting" : current.status();
    }

    @Override
    public boolean blocksRestart() {
        Operation<R> current = operation;
        return current != null && current.sending();
    }
}
