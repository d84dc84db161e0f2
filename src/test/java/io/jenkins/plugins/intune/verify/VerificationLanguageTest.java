package io.jenkins.plugins.intune.verify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.deviceRead;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.ClientProof;
import io.jenkins.plugins.intune.entra.FederatedProof;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.entra.TokensFixture;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.Language;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Findings are in the language of the reader's browser. As in Jenkins, only the thread of the web request knows it, while
 * answers come on others.
 */
class VerificationLanguageTest {

    private static final String ALL = "DeviceManagementManagedDevices.ReadWrite.All";
    private static final String WORDS_OF_THE_CLIENT = "Connection closed by peer";
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern ENGLISH = Pattern.compile("\\b[A-Za-z]?[a-z]+ [a-z]+ [a-z]+\\b");

    private final StandIn standIn = StandIn.start();
    private final TokensFixture fixture = new TokensFixture(StandIn.trust());
    private Language language;
    private ClientProof proof = new SecretProof(StandIn.SECRET);

    @BeforeEach
    void speakChineseHereAndEnglishElsewhere() {
        Thread here = Thread.currentThread();
        language = Language.speak(() -> Thread.currentThread() == here ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
        standIn.stub(tokenRequest().willReturn(StandIn.token(IdTokens.withRoles(ALL), 3599)));
        standIn.emptyDeviceList();
    }

    @AfterEach
    void close() {
        language.close();
        fixture.close();
        standIn.close();
    }

    /** Asserts the number of findings, and that all are Chinese. */
    private void assertChinese(int findings, DeviceTarget device) throws Exception {
        CloudEndpoints endpoints = new CloudEndpoints(standIn.root(), standIn.root());
        AppIdentity app = AppIdentity.of(standIn.root(), StandIn.TENANT, StandIn.CLIENT, endpoints.scope(), proof);
        Verification verification = new Verification(
                Cloud.US_GOV_L4, endpoints, app, device, fixture.tokens(), token -> fixture.transport());
        List<Finding> found = verification
                .run()
                .get(Verification.LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .get();
        // The last one is that TeamViewer is not offered in this cloud.
        assertEquals(findings + 1, found.size(), found::toString);
        for (Finding finding : found) {
            assertTrue(HAN.matcher(finding.text()).find(), finding.text());
            String own = finding.text().replace(WORDS_OF_THE_CLIENT, "");
            assertFalse(ENGLISH.matcher(own).find(), finding.text());
        }
    }

    private static DeviceTarget device() throws Exception {
        return DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE);
    }

    @Test
    void whatIsRight() throws Exception {
        standIn.stub(deviceRead().willReturn(StandIn.deviceWith("")));
        standIn.emptyDeviceList();

        assertChinese(4, device());
    }

    @Test
    void whatEntraRefuses() throws Exception {
        standIn.stub(tokenRequest().willReturn(refusal(401, 7000222, "Expired.")));
        assertChinese(1, null);

        proof = new FederatedProof("t", () -> IdTokens.goodFor(Duration.ofMinutes(5), "job"));
        standIn.stub(tokenRequest().willReturn(refusal(401, 700213, "No match.")));
        assertChinese(1, null);
    }

    @Test
    void whatGraphRefuses() throws Exception {
        standIn.stub(deviceRead().willReturn(error(403, "Forbidden", "No.")));
        assertChinese(4, device());
    }

    @Test
    void whatIsNotReached() throws Exception {
        standIn.stub(deviceRead().willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertChinese(4, device());

        standIn.stub(tokenRequest().willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertChinese(1, null);
    }

    @Test
    void whatIsNotFound() throws Exception {
        DeviceQuery query = DeviceQuery.of(DeviceProperty.DEVICE_NAME, "LAPTOP-1");
        assertChinese(4, query);

        standIn.stub(DeviceLists.search().willReturn(DeviceLists.called("LAPTOP-1", 1, 2)));
        assertChinese(4, query);
    }
}
