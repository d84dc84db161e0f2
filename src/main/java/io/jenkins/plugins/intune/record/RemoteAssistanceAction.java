package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.EnvironmentContributingAction;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.driver.BuildMemory;
import io.jenkins.plugins.intune.fleet.FleetStatus;
import io.jenkins.plugins.intune.form.Genuine;
import io.jenkins.plugins.intune.links.LinkDigests;
import io.jenkins.plugins.intune.request.Waiting;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.Sentences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.QueryParameter;
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

    /** The plugin's own. */
    private static final String SYMBOL = "symbol-remote-assistance plugin-intune-remote-assistance";

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

    /** A request begins, or resumes after a restart; parameters as of {@link BuildRecords#begun}. */
    void begin(String key, Supplier<Optional<Waiting>> waiting) {
        running().begin(key, waiting);
        version = UUID.randomUUID();
    }

    /** A fleet begins, or resumes after a restart; parameters as of {@link BuildRecords#begunFleet}. */
    void watch(String key, Supplier<Optional<FleetStatus>> status) {
        fleets().stream().filter(fleet -> fleet.getKey().equals(key)).forEach(fleet -> fleet.watch(status));
        version = UUID.randomUUID();
    }

    /**
     * Which devices the build has asked, as {@link BuildMemory#devices} says.
     *
     * @param disk where reading may block
     * @param underWay finds out what resumes after a restart; may block at first
     */
    public CompletableFuture<AskedDevices> asked(Executor disk, Supplier<CompletableFuture<UnderWay>> underWay) {
        return memory().devices(
                        disk, underWay, goingOn -> goingOn.devices(this, fleet -> FleetFiles.asked(run, fleet)));
    }

    /** What the build remembers of its requests while it runs. */
    public synchronized BuildMemory memory() {
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

    /** The Pipeline gets these links, too. */
    synchronized void handOut(List<String> links) {
        links().hideOnAgents(links);
        handedOut = links().handedOut().save();
    }

    synchronized void put(AssistanceRecord record) {
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

    synchronized void put(FleetRecord record) {
        ArrayList<FleetRecord> next = new ArrayList<>(fleets);
        next.removeIf(other -> other.getKey().equals(record.getKey()));
        // A fleet keeps its number, which is its page's address.
        next.add(Math.min(next.size(), place(record)), record);
        fleets = next;
        version = UUID.randomUUID();
    }

    private int place(FleetRecord record) {
        List<String> keys = fleets().stream().map(FleetRecord::getKey).toList();
        int place = keys.indexOf(record.getKey());
        return place < 0 ? keys.size() : place;
    }

    /** Whether people may see what the build remembers: not if it is made up, or they may not see the build. */
    private boolean isShown() {
        return Genuine.is(run) && run.hasPermission(Item.READ);
    }

    /** The requests for many devices at once, in the order in which they began, for people: none of what is not shown. */
    @Exported(visibility = 2)
    public List<FleetRecord> getFleets() {
        return isShown() ? fleets() : List.of();
    }

    List<FleetRecord> fleets() {
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
    public void doSession(@QueryParameter String request, StaplerResponse2 response) throws IOException {
        run.checkPermission(IntunePermissions.ASSIST);
        SessionRedirect.go(this, request, response);
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
        return running().count() > 0 || fleets().stream().anyMatch(fleet -> fleet.getStatus() != null);
    }

    /** What the requests for one device each wait for that are under way, or the first of them. */
    public List<WaitingRequest> getWaiting() {
        return run.isBuilding() && isShown() ? running().first(MAX_FOLLOWED) : List.of();
    }

    /** How many more are under way. */
    public int getMoreWaiting() {
        return Math.max(0, running().count() - MAX_FOLLOWED);
    }

    @Override
    public String getAnnouncement() {
        List<String> said = new ArrayList<>();
        getFleets().forEach(fleet -> said.add(fleet.getAnnouncement()));
        List<WaitingRequest> waiting = getWaiting();
        if (waiting.size() == 1) {
            WaitingRequest only = waiting.get(0);
            said.add(Messages.RemoteAssistanceAction_of(only.getDevice(), only.getText()));
        } else if (!waiting.isEmpty()) {
            said.add(Messages.RemoteAssistanceAction_waiting(running().count()));
        }
        List<AssistanceRecord> ended = getRequests();
        if (waiting.isEmpty() && !ended.isEmpty()) {
            AssistanceRecord latest = ended.get(ended.size() - 1);
            said.add(Messages.RemoteAssistanceAction_of(latest.getName(), latest.getOutcomeText()));
        }
        return Sentences.join(said);
    }

    /** The requests, in the order in which they ended, for people: none of what is not shown. */
    @Exported(visibility = 2)
    public List<AssistanceRecord> getRequests() {
        return isShown() ? requests() : List.of();
    }

    List<AssistanceRecord> requests() {
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
        fleets().forEach(record -> record.belongTo(build));
    }

    /**
     * Tells the later steps of a freestyle build what became of its latest request for one device. A Pipeline has the
     * step's map.
     */
    @Override
    public void buildEnvironment(@NonNull Run<?, ?> build, @NonNull EnvVars env) {
        List<AssistanceRecord> ended = requests();
        if (build instanceof AbstractBuild && !ended.isEmpty()) {
            AssistanceRecord latest = ended.get(ended.size() - 1);
            env.put("INTUNE_OUTCOME", latest.getOutcome());
            env.put("INTUNE_REQUEST_ID", PlainText.forVariable(Util.fixNull(latest.getRequestId())));
            env.put("INTUNE_DEVICE_ID", PlainText.forVariable(Util.fixNull(latest.getDeviceId())));
        }
    }

    @Override
    @CheckForNull
    public String getIconFileName() {
        return getUrlName() == null ? null : SYMBOL;
    }

    @Override
    public String getDisplayName() {
        return Messages.RemoteAssistanceAction_displayName();
    }

    @Override
    @CheckForNull
    public String getUrlName() {
        if (run == null) {
            // Somebody has written it into something that is no build.
            return null;
        }
        return fleets().isEmpty() && requests().isEmpty() && running().count() == 0 ? null : URL;
    }
}
