package io.jenkins.plugins.intune.verify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.deviceRead;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.CertificateProof;
import io.jenkins.plugins.intune.entra.ClientProof;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.FederatedProof;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.entra.TokensFixture;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.verify.Finding.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a try of an app finds out, and how it says so. */
class VerificationTest {

    private static final String ALL = "DeviceManagementManagedDevices.ReadWrite.All";
    private static final String SOME = "DeviceManagementConfiguration.ReadWrite.All";

    private final StandIn standIn = StandIn.start();
    private final TokensFixture fixture = new TokensFixture(StandIn.trust());
    private final EntraTokens tokens = fixture.tokens();
    private Cloud cloud = Cloud.CUSTOM;
    private ClientProof proof = new SecretProof(StandIn.SECRET);

    @AfterEach
    void close() {
        fixture.close();
        standIn.close();
    }

    private List<Finding> verify(DeviceForm form) throws Exception {
        return verifyTarget(form == null ? null : DeviceAddress.of(form, part -> DEVICE));
    }

    private List<Finding> verifyTarget(DeviceTarget device) throws Exception {
        CloudEndpoints endpoints = new CloudEndpoints(standIn.root(), standIn.root());
        AppIdentity app = AppIdentity.of(standIn.root(), StandIn.TENANT, StandIn.CLIENT, endpoints.scope(), proof);
        return new Verification(cloud, endpoints, app, device, tokens, token -> fixture.transport())
                .run()
                .get(Verification.LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .get();
    }

    private void token(String... roles) {
        standIn.stub(tokenRequest().willReturn(StandIn.token(IdTokens.withRoles(roles), 3599)));
    }

    private void devices(ResponseDefinitionBuilder answer) {
        standIn.stub(
                get(urlPathEqualTo("/v1.0/deviceManagement/managedDevices")).willReturn(answer));
    }

    private static ResponseDefinitionBuilder list() {
        return aResponse().withStatus(200).withBody("{\"value\":[]}");
    }

    private static void assertFinding(Level level, String part, Finding finding) {
        assertEquals(level, finding.level(), finding.text());
        assertTrue(finding.text().contains(part), finding.text());
    }

    @ParameterizedTest
    @CsvSource({
        "onboarded, RIGHT, connector of the tenant is set up",
        "notOnboarded, WRONG, connector of the tenant is not set up"
    })
    void howFarTheConnectorIsSetUpIsSaid(String status, Level level, String part) throws Exception {
        token(ALL);
        devices(list());
        standIn.connector(status);

        assertFinding(level, part, verify(null).get(3));
    }

    @Test
    void anAppThatIsRightIsSaidToBeRight() throws Exception {
        token("Other.Read.All", ALL);
        devices(list());

        List<Finding> findings = verify(null);

        assertEquals(3, findings.size(), findings::toString);
        assertFinding(
                Level.RIGHT,
                "gave a new token for the app " + StandIn.CLIENT + " in tenant " + StandIn.TENANT + ".",
                findings.get(0));
        assertFinding(
                Level.RIGHT,
                "has the permission " + ALL + ". It has one other permission, which this plugin does not need.",
                findings.get(1));
        assertFinding(Level.RIGHT, "Microsoft Graph answers", findings.get(2));
        assertEquals(0, standIn.actions().size(), "nobody is asked for assistance");
    }

    @Test
    void aNewTokenIsFetchedEachTime() throws Exception {
        token(ALL);
        devices(list());
        CloudEndpoints endpoints = new CloudEndpoints(standIn.root(), standIn.root());
        tokens.of(AppIdentity.of(standIn.root(), StandIn.TENANT, StandIn.CLIENT, endpoints.scope(), proof))
                .current()
                .get(30, TimeUnit.SECONDS);

        verify(null);
        verify(null);

        assertEquals(3, standIn.tokenRequests().size());
    }

    @Test
    void aMissingPermissionIsNamed() throws Exception {
        devices(error(403, "Forbidden", "Access denied."));
        token();
        assertFinding(
                Level.WRONG,
                "no application permission at all. Add " + ALL,
                verify(null).get(1));
        assertFinding(Level.WRONG, "403 Forbidden, code Forbidden", verify(null).get(2));

        token("User.Read.All");
        assertFinding(
                Level.WRONG,
                "consent. It has one other permission, which this plugin does not need.",
                verify(null).get(1));
    }

    @Test
    void aDeviceThatGraphDoesNotServeAtItsAddressIsReadByItsId() throws Exception {
        token(ALL);
        devices(list());
        device("Windows", "anna@contoso.com", "company");
        standIn.stub(get(urlPathMatching("/[^/]+/users/.*"))
                .willReturn(error(400, "No method match route template", "No OData route exists that match template")));

        assertTrue(verifyTarget(DeviceAddress.of(
                        DeviceForm.USER_DEVICE, part -> part == DevicePart.USER_ID ? "anna@contoso.com" : DEVICE))
                .stream()
                .anyMatch(finding ->
                        finding.level() == Level.RIGHT && finding.text().contains("LAPTOP-7")));
    }

    @Test
    void anotherAnswerThanGraphsIsNotTakenForOne() throws Exception {
        token(ALL);
        devices(aResponse().withStatus(200).withBody("<html>Please sign in to the network.</html>"));

        assertFinding(
                Level.WRONG,
                "The answer is not the list that was asked for",
                verify(null).get(2));
    }

    @Test
    void whatElseTheAppMayDoIsCountedAndNotNamed() throws Exception {
        devices(list());
        token("Mail.ReadWrite", ALL, "Directory.ReadWrite.All", SOME, "DeviceManagementManagedDevices.Read.All");

        String said = verify(null).get(1).text();

        assertTrue(said.contains("also has " + SOME + ", DeviceManagementManagedDevices.Read.All."), said);
        assertTrue(said.contains("It has 2 other permissions"), said);
        assertFalse(said.contains("Mail") || said.contains("Directory"), said);
    }

    @Test
    void aLesserPermissionIsEnoughForSomeDevices() throws Exception {
        token(SOME);
        standIn.stub(get(urlPathEqualTo("/beta/deviceManagement/deviceManagementScripts"))
                .willReturn(list()));

        List<Finding> findings = verify(null);

        assertFinding(Level.WARNING, "enough for co-managed devices and those named by a script", findings.get(1));
        assertFinding(Level.RIGHT, "Microsoft Graph answers", findings.get(2));
    }

    @Test
    void aTokenThatCannotBeReadIsNoFault() throws Exception {
        devices(list());

        List<Finding> findings = verify(null);

        assertFinding(Level.WARNING, "permissions are not known", findings.get(1));
        assertFinding(Level.RIGHT, "Microsoft Graph answers", findings.get(2));
    }

    @Test
    void aRefusedAppEndsThere() throws Exception {
        standIn.stub(tokenRequest().willReturn(refusal(401, 7000222, "The provided client secret keys are expired.")));

        List<Finding> findings = verify(DeviceForm.MANAGED_DEVICE);

        assertEquals(1, findings.size(), findings::toString);
        assertFinding(Level.WRONG, "AADSTS7000222", findings.get(0));
        assertFinding(Level.WRONG, "Create a new one in the app registration", findings.get(0));
        assertEquals(0, standIn.deviceReads().size());
    }

    @Test
    void refusedFederationShowsWhatEntraCompares() throws Exception {
        proof = new FederatedProof(
                "t", () -> IdTokens.goodFor(Duration.ofMinutes(5), "https://jenkins.example/job/one"));
        standIn.stub(tokenRequest().willReturn(refusal(401, 700213, "No matching federated identity record found.")));

        assertFinding(
                Level.WRONG,
                "The ID token has the issuer https://jenkins.example/oidc, the subject https://jenkins.example/job/one"
                        + " and the audience api://AzureADTokenExchange.",
                verify(null).get(0));
    }

    @Test
    void aDeviceIsShownToBeTheRightOne() throws Exception {
        token(ALL);
        devices(list());
        device("Windows", "anna@contoso.com", "company");

        List<Finding> findings = verify(DeviceForm.MANAGED_DEVICE);

        assertEquals(4, findings.size(), findings::toString);
        assertFinding(
                Level.RIGHT,
                "managed device " + DEVICE
                        + ": \"LAPTOP-7\", Windows, user anna@contoso.com, last sync 2026-11-20T08:00:00Z.",
                findings.get(3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Linux             | anna@contoso.com | company  | not offered on Linux
            ChromeOS          | anna@contoso.com | company  | not offered on ChromeOS
            AndroidEnterprise | anna@contoso.com | company  | corporate Android device
            Windows           |                  | company  | has no user
            """)
    void aDeviceWhereNothingWillHappenIsWarnedOf(String platform, String user, String owner, String warning)
            throws Exception {
        token(ALL);
        devices(list());
        device(platform, user, owner);

        assertFinding(Level.WARNING, warning, verify(DeviceForm.MANAGED_DEVICE).get(4));
    }

    private void device(String platform, String user, String owner) {
        standIn.stub(get(urlPathEqualTo("/v1.0/deviceManagement/managedDevices/" + DEVICE))
                .willReturn(aResponse()
                        .withStatus(200)
                        .withBody("{\"id\":\"" + DEVICE + "\",\"deviceName\":\"LAPTOP-7\",\"operatingSystem\":\""
                                + platform + "\",\"userPrincipalName\":" + (user == null ? "null" : "\"" + user + "\"")
                                + ",\"lastSyncDateTime\":\"2026-11-20T08:00:00Z\",\"managedDeviceOwnerType\":\"" + owner
                                + "\"}")));
    }

    @Test
    void aDeviceThatIsNotThereIsSaidNotToBe() throws Exception {
        token(ALL);
        standIn.stub(deviceRead().willReturn(error(404, "ResourceNotFound", "Not there.")));
        devices(list());

        assertFinding(
                Level.WRONG,
                "Intune knows no such device",
                verify(DeviceForm.MANAGED_DEVICE).get(3));
    }

    @Test
    void aDeviceThatIsLookedUpIsShown() throws Exception {
        token(ALL);
        devices(DeviceLists.list(3, 3));

        assertFinding(
                Level.RIGHT,
                "the device named \"LAPTOP-3\": \"LAPTOP-3\", Windows, user anna3@contoso.com",
                verifyTarget(DeviceQuery.of(DeviceProperty.DEVICE_NAME, "LAPTOP-3"))
                        .get(3));
    }

    @Test
    void candidatesOfALookUpAreShown() throws Exception {
        token(ALL);
        devices(DeviceLists.called("LAPTOP-3", 3, 4));
        DeviceQuery query = DeviceQuery.of(DeviceProperty.DEVICE_NAME, "LAPTOP-3");

        Finding several = verifyTarget(query).get(3);

        assertFinding(Level.WRONG, "the device named \"LAPTOP-3\": 2 devices match", several);
        assertFinding(Level.WRONG, "\"LAPTOP-3\", serial number SN-4, user anna4@contoso.com", several);
        devices(DeviceLists.empty());
        assertFinding(
                Level.WRONG,
                "Intune knows no such device. Check the value",
                verifyTarget(query).get(3));
    }

    @Test
    void whatNeedsAttentionSoonIsSaidLast() throws Exception {
        TestCertificate soonOver = TestCertificate.goodFor(Duration.ofDays(12));
        proof = new CertificateProof(soonOver.keys().getPrivate(), List.of(soonOver.certificate()));
        cloud = Cloud.US_GOV_L4;
        token(ALL);
        devices(list());

        List<Finding> findings = verify(null);

        assertFinding(Level.WARNING, "expires on ", findings.get(3));
        assertFinding(Level.WARNING, "TeamViewer is not offered in US Government L4", findings.get(4));
    }

    @Test
    void whateverHangsIsNamedInTime() throws Exception {
        standIn.stub(tokenRequest()
                .willReturn(StandIn.token(IdTokens.withRoles(ALL), 3599).withFixedDelay(20_000)));
        List<Finding> findings = verify(null);
        assertFinding(Level.WRONG, "localhost did not answer within 7 s", findings.get(0));

        token(ALL);
        devices(list().withFixedDelay(20_000));
        device("Windows", "anna@contoso.com", "company");
        assertFinding(
                Level.WRONG,
                "localhost did not answer within 3 s",
                verify(DeviceForm.MANAGED_DEVICE).get(2));
    }

    @Test
    void noFindingHoldsASecretOrAToken() throws Exception {
        token(ALL);
        devices(list());
        device("Windows", "anna@contoso.com", "company");

        for (Finding finding : verify(DeviceForm.MANAGED_DEVICE)) {
            assertFalse(finding.text().contains(StandIn.SECRET), finding.text());
            assertFalse(finding.text().contains(IdTokens.withRoles(ALL)), finding.text());
        }
    }
}
