package io.jenkins.plugins.intune.graph;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static io.jenkins.plugins.intune.standin.DeviceLists.alike;
import static io.jenkins.plugins.intune.standin.DeviceLists.device;
import static io.jenkins.plugins.intune.standin.DeviceLists.empty;
import static io.jenkins.plugins.intune.standin.DeviceLists.filters;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.page;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of a search for a device, page by page. */
class DeviceSearchTest {

    private final StandIn standIn = StandIn.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport transport = new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), "test", timer);
    private final DeviceSearch search =
            new DeviceSearch(new CloudEndpoints(standIn.root(), standIn.root()), () -> transport);

    @AfterEach
    void close() {
        transport.retire();
        timer.shutdownNow();
        standIn.close();
    }

    private DeviceSearch.Outcome find() throws Exception {
        return find(DeviceProperty.SERIAL_NUMBER, "SN-1");
    }

    private DeviceSearch.Outcome find(DeviceProperty property, String value) throws Exception {
        return search.find(DeviceQuery.of(property, value), ApiVersion.AUTO, "token-one", Duration.ofSeconds(10))
                .get(30, TimeUnit.SECONDS);
    }

    private void answer(ResponseDefinitionBuilder answer) {
        standIn.stub(search().willReturn(answer));
    }

    /** Answers with pages in turn; the request for the first page has no skip token. */
    private void pages(ResponseDefinitionBuilder... pages) {
        standIn.stub(search().willReturn(pages[0]));
        for (int i = 1; i < pages.length; i++) {
            standIn.stub(search().atPriority(1)
                    .withQueryParam("$skiptoken", equalTo("page" + i))
                    .willReturn(pages[i]));
        }
    }

    private String link(int page) {
        return standIn.root() + "/v1.0/deviceManagement/managedDevices?$skiptoken=page" + page;
    }

    @Test
    void oneMatchIsTheDevice() throws Exception {
        answer(list(1, 1));

        DeviceSearch.Outcome outcome = find();

        assertEquals(id(1), outcome.device().orElseThrow().id());
        assertEquals("SN-1", outcome.device().orElseThrow().serialNumber());
        assertEquals("", outcome.problem());
        assertEquals("Bearer token-one", standIn.deviceReads().get(0).getHeader("Authorization"));
        assertEquals(List.of("serialNumber eq 'SN-1'"), filters(standIn));
    }

    /** Graph's filter has been seen to let similar values through, and everything. */
    @ParameterizedTest
    @CsvSource({
        "USER_PRINCIPAL_NAME, userPrincipalName, abcd@none.com, 1234abcd@none.com",
        "SERIAL_NUMBER, serialNumber, SN-1, SN-10",
        "DEVICE_NAME, deviceName, LAPTOP-1, LAPTOP-10",
        "ENTRA_DEVICE_ID, azureADDeviceId, 0d8b5f9e-6a1f-4f0e-9a55-000000000001, 0d8b5f9e-6a1f-4f0e-9a55-000000000002"
    })
    void onlyTheValueThatWasLookedForCounts(DeviceProperty property, String name, String value, String similar)
            throws Exception {
        String other = "{\"id\":\"" + id(1) + "\",\"" + name + "\":\"" + similar + "\"}";
        String without = "{\"id\":\"" + id(2) + "\"}";
        answer(page(null, other));

        String problem = find(property, value).problem();
        assertTrue(
                problem.startsWith(
                        "Intune knows no such device. Microsoft Graph returned devices with another value (1)"),
                problem);
        assertTrue(problem.contains(id(1)), problem);

        String right = "{\"id\":\"" + id(3) + "\",\"" + name + "\":\" " + value.toUpperCase() + "\"}";
        pages(page(link(1), other), page(link(2), without), page(link(3), right), page(null, other, without));
        DeviceSearch.Outcome outcome = find(property, value);
        assertEquals(id(3), outcome.device().orElseThrow().id());
        assertEquals(
                List.of("Microsoft Graph also returned devices with another value (2), which do not count."),
                outcome.warnings());

        String again = "{\"id\":\"" + id(4) + "\",\"" + name + "\":\"" + value + "\"}";
        pages(page(link(1), other, right), page(null, again));
        assertTrue(find(property, value).problem().startsWith("2 devices match"));
    }

    /** Java's comparison without regard to case takes each of these for the same, and so do databases. */
    @ParameterizedTest
    @CsvSource({"MIKE-PC, M\u0130KE-PC", "mike-pc, m\u0131ke-pc", "SALES-1, \u017FALES-1"})
    void aLetterThatOnlySharesItsCapitalIsAnother(String value, String similar) throws Exception {
        answer(page(null, "{\"id\":\"" + id(1) + "\",\"deviceName\":\"" + similar + "\"}"));

        String problem = find(DeviceProperty.DEVICE_NAME, value).problem();
        assertTrue(problem.startsWith("Intune knows no such device."), problem);
    }

    @Test
    void aNameIsTheSameHoweverItsUmlautIsWritten() throws Exception {
        answer(page(null, "{\"id\":\"" + id(1) + "\",\"deviceName\":\"MU\u0308LLER-MAC\"}"));

        assertEquals(
                id(1),
                find(DeviceProperty.DEVICE_NAME, "M\u00FCller-Mac")
                        .device()
                        .orElseThrow()
                        .id());
    }

    @Test
    void anAnswerThatIgnoresWhatWasLookedForEndsEarlyAndSaysSo() throws Exception {
        pages(IntStream.range(0, 19)
                .mapToObj(i -> page(link(i + 1), 50 * i + 1, 50 * i + 50))
                .toArray(ResponseDefinitionBuilder[]::new));

        DeviceSearch.Outcome outcome = find();

        assertTrue(outcome.device().isEmpty());
        assertEquals(
                "Microsoft Graph returned 500 devices and had still more, 1 of them with this value: it has ignored what was"
                        + " looked for, so it is not known whether there is exactly one.",
                outcome.problem());
        assertEquals(10, standIn.deviceReads().size());
    }

    @Test
    void noMatchIsSaid() throws Exception {
        answer(empty());

        assertTrue(find().problem().startsWith("Intune knows no such device."), find().problem());
        assertTrue(find().refusal().isEmpty());
    }

    @Test
    void severalMatchesAreListed() throws Exception {
        answer(alike(null, 1, 2));

        assertEquals(
                "2 devices match, and it must be exactly one:"
                        + " \"LAPTOP-1\", serial number SN-1, user anna1@contoso.com, last sync 2026-11-20T08:00:00Z"
                        + " (managed device " + id(1) + ");"
                        + " \"LAPTOP-2\", serial number SN-1, user anna2@contoso.com, last sync 2026-11-20T08:00:00Z"
                        + " (managed device " + id(2) + ").",
                find().problem());
    }

    @Test
    void tenOfManyMatchesAreListed() throws Exception {
        pages(alike(link(1), 1, 7), alike(null, 8, 13));

        String problem = find().problem();

        assertTrue(problem.startsWith("13 devices match"), problem);
        assertTrue(problem.contains("LAPTOP-10") && !problem.contains("LAPTOP-11"), problem);
        assertTrue(problem.endsWith("; 3 more."), problem);
    }

    @Test
    void aMatchOnALaterPageCounts() throws Exception {
        pages(page(link(1), 1, 0), page(link(2), 1, 0), alike(null, 4, 4));
        assertEquals(id(4), find().device().orElseThrow().id());
        assertEquals(3, standIn.deviceReads().size());

        pages(page(link(1), 1, 1), page(link(2), 1, 0), alike(null, 4, 4));
        assertTrue(find().problem().startsWith("2 devices match"), "the first match is not the only one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1.0/deviceManagement/managedDevices"})
    void aLinkThatIsNotWrittenByTheBookIsFollowedToo(String path) throws Exception {
        for (String root :
                path.isEmpty() ? List.of("") : List.of("", standIn.root().toString())) {
            pages(page(root + path + "?x=[ü] 'a'&$skiptoken=page1", 1, 1), alike(null, 4, 4));

            assertTrue(find().problem().startsWith("2 devices match"), find().problem());
        }
    }

    @Test
    void aDeviceThatIsOnTwoPagesIsOne() throws Exception {
        pages(page(link(1), 1, 1), list(1, 1));

        assertEquals(id(1), find().device().orElseThrow().id());
    }

    @Test
    void theTokenDoesNotGoToAnotherHost() throws Exception {
        try (StandIn other = StandIn.start()) {
            for (String elsewhere : List.of(
                    other.root() + "/v1.0/deviceManagement/managedDevices?$skiptoken=x",
                    standIn.root().toString().replace("https:", "http:") + "/v1.0/x",
                    standIn.root().toString().replace("//", "//somebody@") + "/v1.0/x",
                    "https://localhost.example:" + standIn.root().getPort() + "/v1.0/x",
                    "//localhost.example/v1.0/x",
                    "https://[")) {
                standIn.reset();
                answer(page(elsewhere, 1, 1));

                DeviceSearch.Outcome outcome = find();

                assertTrue(outcome.device().isEmpty(), elsewhere);
                assertTrue(outcome.problem().contains("a next page that is not below " + standIn.root()), elsewhere);
                assertEquals(1, standIn.requests(), elsewhere);
            }
            assertEquals(0, other.requests());
        }
    }

    @Test
    void pagesWithoutEndAreGivenUp() throws Exception {
        answer(page(link(1), 1, 0));
        assertTrue(find().problem().startsWith("Microsoft Graph sent 20 pages"), find().problem());

        answer(page(link(1), 1, 1));
        assertTrue(find().device().isEmpty(), "nobody knows whether it is the only one");

        answer(alike(link(1), 1, 2));
        assertTrue(find().problem().startsWith("2 devices or more match"), find().problem());
    }

    @Test
    void whoHasVeryManyMatchesIsNotAskedForMore() throws Exception {
        pages(alike(link(1), 1, 50), alike(link(2), 51, 100), alike(null, 101, 101));

        String problem = find().problem();

        assertTrue(problem.startsWith("100 devices or more match"), problem);
        assertEquals(2, standIn.deviceReads().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Sign in</html>",
                "{}",
                "{\"value\":{}}",
                "{\"value\":[1]}",
                "{\"value\":[{\"deviceName\":\"x\"}]}",
                "{\"value\":[{\"id\":\"../../users\"}]}"
            })
    void whatIsNotAListIsNoMatch(String body) throws Exception {
        answer(aResponse().withStatus(200).withBody(body));

        DeviceSearch.Outcome outcome = find();

        assertTrue(outcome.device().isEmpty());
        assertTrue(outcome.problem().contains("The answer is not the list that was asked for"), outcome.problem());
        assertFalse(outcome.problem().contains("204"), outcome.problem());
    }

    @Test
    void aListThatIsTooLongIsNotTakenForShorter() throws Exception {
        answer(aResponse()
                .withStatus(200)
                .withBody("{\"value\":[" + device(1) + "]" + " ".repeat(70_000) + ",\"@odata.nextLink\":\"" + link(1)
                        + "\"}"));

        assertTrue(find().device().isEmpty());
        assertTrue(find().problem().contains("more than 64 KiB"), find().problem());
    }

    @ParameterizedTest
    @CsvSource({
        "403, DeviceManagementManagedDevices.ReadWrite.All",
        "429, at most 200 requests in 20 seconds",
        "400, Microsoft Graph answered 400 Bad Request"
    })
    void aRefusalIsExplainedAndHandedOver(int status, String said) throws Exception {
        answer(error(status, "Code", "Words.").withHeader("Retry-After", "7"));

        DeviceSearch.Outcome outcome = find();

        assertTrue(outcome.problem().contains(said), outcome.problem());
        assertTrue(outcome.problem().contains("code Code: \"Words.\""), outcome.problem());
        assertFalse(outcome.problem().contains("does not support"), "no hint that speaks of one device");
        assertEquals(status, outcome.refusal().orElseThrow().status());
        assertEquals("7", outcome.refusal().orElseThrow().header("Retry-After").orElseThrow());
    }

    @Test
    void beginningsAreListedWithoutFollowingPages() throws Exception {
        answer(page(
                link(1),
                Stream.concat(
                                Stream.of(
                                        device(20).replace("LAPTOP", "laptop"),
                                        device(21).replace("LAPTOP", "OTHER")),
                                IntStream.rangeClosed(1, 12).mapToObj(DeviceLists::device))
                        .toArray(String[]::new)));

        DeviceSearch.Listing found = search.beginningWith(
                        DeviceQuery.of(DeviceProperty.DEVICE_NAME, "LAP"), "token-one", Duration.ofSeconds(10))
                .get(30, TimeUnit.SECONDS);

        List<DeviceDetails> devices = found.devices();
        assertEquals(13, devices.size());
        assertTrue(found.more(), "and says that there is more");
        assertEquals(id(20), devices.get(0).id(), "without regard to case");
        assertEquals(id(1), devices.get(1).id(), "and nothing else");
        assertEquals(List.of("startsWith(deviceName,'LAP')"), filters(standIn));
        assertEquals(1, standIn.requests());
    }
}
