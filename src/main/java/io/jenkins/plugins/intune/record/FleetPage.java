package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.intune.fleet.FleetSelection;
import io.jenkins.plugins.intune.form.AsPosted;
import io.jenkins.plugins.intune.form.PrivateAnswer;
import io.jenkins.plugins.intune.http.Table;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/**
 * The page of a fleet: all its devices, also while it is under way, to be filtered, sorted and downloaded. Reads the
 * journal anew for each request, so that a build in memory stays small.
 */
@Restricted(NoExternalUse.class)
public final class FleetPage extends Followed {

    /** A download, as {@link Table} writes it. */
    private interface Download {
        void write(Table devices, Writer writer) throws IOException;
    }

    private final transient Run<?, ?> run;
    private final int number;
    private final FleetRecord fleet;

    /** @param number its place in the build, from 1 on */
    FleetPage(Run<?, ?> run, int number, FleetRecord fleet) {
        this.run = run;
        this.number = number;
        this.fleet = fleet;
    }

    @Override
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getAddress() {
        return run.getUrl() + RemoteAssistanceAction.URL + "/" + number + "/";
    }

    @Override
    public String getVersion() {
        return fleet.getVerdict();
    }

    @Override
    public boolean isSmall() {
        return true;
    }

    @Override
    boolean isBusy() {
        return fleet.getStatus() != null;
    }

    @Override
    public String getAnnouncement() {
        return fleet.getAnnouncement();
    }

    /** The fleet's numbers. */
    public FleetRecord getFleet() {
        return fleet;
    }

    /**
     * A page of the devices that match. The parameters are as the address has them.
     *
     * @param page which part of a long table, from 1 on
     */
    public FleetRows select(
            @CheckForNull String text,
            @CheckForNull String outcome,
            @CheckForNull String sort,
            @CheckForNull String order,
            @CheckForNull String page)
            throws IOException {
        FleetSelection selection = selection(text, outcome, sort, order);
        try {
            return FleetFiles.read(
                    run,
                    fleet,
                    reports -> new FleetRows(run, selection, selection.of(reports), page, fleet.isDryRun()));
        } catch (FleetReaders.BusyException busy) {
            return FleetRows.unread(run, selection, fleet.isDryRun(), busy.getMessage());
        }
    }

    private static FleetSelection selection(String text, String outcome, String sort, String order) {
        return new FleetSelection(text, outcome, sort, "desc".equals(order));
    }

    /** Downloads the devices that match, all if no parameter says otherwise, as CSV. */
    @GET
    public void doCsv(
            StaplerResponse2 response,
            @AsPosted String text,
            @AsPosted String outcome,
            @AsPosted String sort,
            @AsPosted String order)
            throws IOException {
        download(response, "text/csv", "csv", selection(text, outcome, sort, order), Table::writeCsv);
    }

    /** The same as JSON. */
    @GET
    public void doJson(
            StaplerResponse2 response,
            @AsPosted String text,
            @AsPosted String outcome,
            @AsPosted String sort,
            @AsPosted String order)
            throws IOException {
        download(response, "application/json", "json", selection(text, outcome, sort, order), Table::writeJson);
    }

    private void download(
            StaplerResponse2 response, String type, String ending, FleetSelection selection, Download download)
            throws IOException {
        run.checkPermission(Item.READ);
        // Whoever reads slowly must not hold the objects of a whole fleet in memory meanwhile.
        byte[] packed = FleetFiles.read(run, fleet, reports -> packed(selection.of(reports), download));
        PrivateAnswer.download(response, type, "remote-assistance." + ending);
        try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            content.transferTo(response.getOutputStream());
        }
    }

    private byte[] packed(List<RequestReport> reports, Download download) throws IOException {
        boolean links = mayAssist(reports);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(new GZIPOutputStream(packed), StandardCharsets.UTF_8)) {
            List<RequestReport> shown = links ? decrypted(reports) : reports;
            download.write(new Table(RequestReport.NAMES, shown.stream().map(report -> report.toMap(links))), writer);
        }
        return packed.toByteArray();
    }

    private boolean mayAssist(List<RequestReport> reports) {
        return reports.stream().anyMatch(report -> report.sessionUrl() != null) && IntunePermissions.mayAssist(run);
    }

    /** Decrypts the links for those who may have them. For all others they stay encrypted, and are left out. */
    private List<RequestReport> decrypted(List<RequestReport> reports) {
        return reports.stream()
                .map(report -> report.withSession(kept ->
                        AssistanceLog.get().handOut(run, SessionLinks.get().decrypt(kept), report.logId())))
                .toList();
    }
}
