package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.EnvironmentContributingAction;
import hudson.model.Run;
import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.fleet.FleetStatus;
import io.jenkins.plugins.intune.links.LinkDigests;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.Waiting;
import io.jenkins.plugins.intune.values.SharedSaves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/**
 * What a build remembers of its requests and shows on its page and in its REST API, also of those that are under way.
 * Thread-safe.
 */
@ExportedBean
public final class RemoteAssistanceAction extends Followed implements RunAction2, EnvironmentContributingAction {

    private static final Logger LOGGER = Logger.getLogger(RemoteAssistanceAction.class.getName());

    private static final SharedSaves SAVES = new SharedSaves();

    /** The address below a build. */
    static final String URL = "remoteAssistance";

    /** Most requests that a page is kept up to date with: of those under way, and in all. */
    private static final int MAX_FOLLOWED = 100;

    /**
     * Most requests that sent nothing which a build remembers: a loop can make any number of them, and each makes every later
     * save larger. What was sent is remembered for good, because it must not be asked again.
     */
    static final int MAX_UNSENT = 1_000;

    /** Replaced as a whole, so that it can be saved at any moment. */
    private volatile ArrayList<AssistanceRecord> records = new ArrayList<>();
    /** How many requests that sent nothing are not remembered any more. */
    private volatile int forgotten;
    /** Replaced as a whole, too. */
    private volatile ArrayList<FleetRecord> fleets = new ArrayList<>();

    /**
     * The session links that the Pipeline has got, as {@link LinkDigests#save} writes them: it may still have them when nobody
     * can decrypt them any more. Null for none.
     */
    private volatile String handedOut;

    private transient volatile Run<?, ?> run;
    /** Null until something that might be a link is written to the log. */
    private transient BuildLinks links;
    /** Null until a request of the build is about to ask a device. */
    private transient BuildMemory memory;
    /** Null until a request begins. */
    private transient RunningRequests running;
    /** Changes whenever something has begun or ended. */
    private transient volatile UUID version;

    /**
     * A request for one device begins, or resumes after a restart: the build's page shows what it waits for until {@link
     * #record} says how it has ended. May touch the disk.
     *
     * @param key tells one request of the build from another
     * @param waiting tells at any time, and without blocking, what the request waits for
     */
    public static void begun(Run<?, ?> run, String key, Supplier<Optional<Waiting>> waiting) {
        RemoteAssistanceAction action = of(run);
        action.running().begin(key, waiting);
        action.version = UUID.randomUUID();
    }

    /** A fleet that the build knows begins, or resumes after a restart: the build's page shows how far it is. */
    public static void begunFleet(Run<?, ?> run, String key, Supplier<Optional<FleetStatus>> status) {
        RemoteAssistanceAction action = of(run);
        action.getFleets().stream().filter(fleet -> fleet.getKey().equals(key)).forEach(fleet -> fleet.watch(status));
        action.version = UUID.randomUUID();
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
                key, report.withSession(link -> SessionLinks.get().seal(link, report.acceptedAt())));
        record.belongTo(run);
        of(run).links().hide(BuildLinks.in(List.of(report)));
        return update(run, disk, action -> action.put(record));
    }

    /** Adds a fleet to a build, or replaces what the build remembered of it, as {@link #record} does. */
    public static CompletableFuture<Void> record(Run<?, ?> run, FleetRecord record, Executor disk) {
        record.belongTo(run);
        return update(run, disk, action -> action.put(record));
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
        BuildLinks links = of(run).links();
        links.hideOnAgents(BuildLinks.in(reports));
        return update(run, disk, action -> action.handedOut = links.handedOut().save());
    }

    /**
     * Which devices the build has asked, as {@link BuildMemory#of} says.
     *
     * @param disk where reading may block
     * @param underWay what resumes after a restart
     */
    public static CompletableFuture<AskedDevices> asked(
            Run<?, ?> run, Executor disk, Supplier<CompletableFuture<UnderWay>> underWay) {
        RemoteAssistanceAction action = of(run);
        return action.memory().of(run, action, disk, underWay);
    }

    /** A step of the build cannot resume after a restart, and nobody is to wait for what it had sent. */
    public static void abandon(Run<?, ?> run, String key) {
        of(run).memory().abandon(key);
    }

    /** The key of one of a fleet's requests in the build. */
    public static String key(String fleet, int index) {
        return fleet + "/" + index;
    }

    private synchronized BuildMemory memory() {
        if (memory == null) {
            memory = new BuildMemory();
        }
        return memory;
    }

    private synchronized RunningRequests running() {
        if (running == null) {
            running = new RunningRequests();
        }
        return running;
    }

    LinkDigests handedOut() {
        return LinkDigests.read(handedOut);
    }

    /** The session links of the build, as far as they are needed to keep its log clear of them. */
    synchronized BuildLinks links() {
        if (links == null) {
            links = BuildLinks.restore(this);
        }
        return links;
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

    private static CompletableFuture<Void> update(
            Run<?, ?> run, Executor disk, Consumer<RemoteAssistanceAction> change) {
        RemoteAssistanceAction action = of(run);
        synchronized (action) {
            change.accept(action);
        }
        return SAVES.save(run, () -> CompletableFuture.runAsync(() -> save(run), disk));
    }

    private static void save(Run<?, ?> run) {
        try {
            run.save();
        } catch (IOException | RuntimeException unsaved) {
            LOGGER.log(Level.WARNING, unsaved, () -> "could not save what became of a request in " + run);
        }
    }

    private void put(AssistanceRecord record) {
        ArrayList<AssistanceRecord> next = new ArrayList<>(records);
        next.removeIf(other -> other.getKey().equals(record.getKey()));
        next.add(record);
        if (next.stream().filter(AssistanceRecord::isUnsent).count() > MAX_UNSENT) {
            next.remove(
                    next.stream().filter(AssistanceRecord::isUnsent).findFirst().orElseThrow());
            forgotten = Math.addExact(forgotten, 1);
        }
        records = next;
        running().end(record.getKey());
        version = UUID.randomUUID();
    }

    private void put(FleetRecord record) {
        ArrayList<FleetRecord> next = new ArrayList<>(fleets);
        next.removeIf(other -> other.getKey().equals(record.getKey()));
        // A fleet keeps its number, which is its page's address.
        next.add(Math.min(next.size(), place(record)), record);
        fleets = next;
        version = UUID.randomUUID();
    }

    private int place(FleetRecord record) {
        List<String> keys = getFleets().stream().map(FleetRecord::getKey).toList();
        int place = keys.indexOf(record.getKey());
        return place < 0 ? keys.size() : place;
    }

    /** The requests for many devices at once, in the order in which they began. */
    @Exported(visibility = 2)
    public List<FleetRecord> getFleets() {
        return Collections.unmodifiableList(fleets);
    }

    /** The page of a fleet, by its number in the build from 1 on; {@code null} for none. */
    @CheckForNull
    public FleetPage getDynamic(String number) {
        List<FleetRecord> all = getFleets();
        if (!number.matches("[1-9][0-9]{0,3}") || Integer.parseInt(number) > all.size()) {
            return null;
        }
        int place = Integer.parseInt(number);
        return new FleetPage(run, place, all.get(place - 1));
    }

    /**
     * Leads to the session of a request, for those who may assist, and notes in the assistance log who that was.
     *
     * @param request the request's {@code client-request-id}
     */
    @GET
    public void doSession(@QueryParameter String request, StaplerRequest2 from, StaplerResponse2 response)
            throws IOException {
        run.checkPermission(IntunePermissions.ASSIST);
        SessionRedirect.go(this, request, from, response);
    }

    @Override
    public Run<?, ?> getRun() {
        return run;
    }

    /** How many requests are left out of {@link #getRequests}: the first of those that sent nothing, if there were too many. */
    @Exported(visibility = 2)
    public int getForgotten() {
        return forgotten;
    }

    @Override
    public String getAddress() {
        return run.getUrl() + URL + "/";
    }

    @Override
    public String getVersion() {
        return version.toString();
    }

    @Override
    public boolean isSmall() {
        return records.size() <= MAX_FOLLOWED;
    }

    @Override
    boolean isBusy() {
        return running().count() > 0 || getFleets().stream().anyMatch(fleet -> fleet.getStatus() != null);
    }

    /** What the requests for one device each wait for that are under way, or the first of them. */
    public List<WaitingRequest> getWaiting() {
        return run.isBuilding() ? running().first(MAX_FOLLOWED) : List.of();
    }

    /** How many more are under way. */
    public int getMoreWaiting() {
        return Math.max(0, running().count() - MAX_FOLLOWED);
    }

    @Override
    public String getAnnouncement() {
        StringJoiner said = new StringJoiner(" ");
        getFleets().forEach(fleet -> said.add(fleet.getAnnouncement()));
        List<WaitingRequest> waiting = getWaiting();
        if (waiting.size() == 1) {
            said.add(waiting.get(0).getDevice() + ": " + waiting.get(0).getText());
        } else if (!waiting.isEmpty()) {
            said.add(Messages.RemoteAssistanceAction_waiting(running().count()));
        }
        List<AssistanceRecord> ended = getRequests();
        if (waiting.isEmpty() && !ended.isEmpty()) {
            AssistanceRecord latest = ended.get(ended.size() - 1);
            said.add(latest.getName() + ": " + latest.getOutcomeText());
        }
        return said.toString();
    }

    /** The requests, in the order in which they ended. */
    @Exported(visibility = 2)
    public List<AssistanceRecord> getRequests() {
        return Collections.unmodifiableList(records);
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        onLoad(build);
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        run = build;
        version = UUID.randomUUID();
        records.forEach(record -> record.belongTo(build));
        getFleets().forEach(record -> record.belongTo(build));
    }

    /**
     * Tells the later steps of a freestyle build what became of its latest request for one device. A Pipeline has the step's map.
     */
    @Override
    public void buildEnvironment(@NonNull Run<?, ?> build, @NonNull EnvVars env) {
        List<AssistanceRecord> ended = getRequests();
        if (build instanceof AbstractBuild && !ended.isEmpty()) {
            AssistanceRecord latest = ended.get(ended.size() - 1);
            env.put("INTUNE_OUTCOME", latest.getOutcome());
            env.put("INTUNE_REQUEST_ID", Util.fixNull(latest.getRequestId()));
            env.put("INTUNE_DEVICE_ID", Util.fixNull(latest.getDeviceId()));
        }
    }

    @Override
    @CheckForNull
    public String getIconFileName() {
        return getUrlName() == null ? null : "symbol-computer";
    }

    @Override
    public String getDisplayName() {
        return Messages.RemoteAssistanceAction_displayName();
    }

    @Override
    @CheckForNull
    public String getUrlName() {
        return getFleets().isEmpty() && getRequests().isEmpty() && running().count() == 0 ? null : URL;
    }
}
