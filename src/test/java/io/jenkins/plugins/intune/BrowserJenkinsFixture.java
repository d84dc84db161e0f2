package io.jenkins.plugins.intune;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.WaitForSelectorState;
import hudson.util.Secret;
import io.jenkins.plugins.darktheme.DarkThemeSystemManagerFactory;
import io.jenkins.plugins.intune.link.Checkout;
import io.jenkins.plugins.intune.standin.Chromium;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.Picture;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.thememanager.ThemeManagerPageDecorator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.fixtures.RealJenkinsFixture;

/**
 * A Jenkins in a process of its own, with its whole interface, and a real browser. People in it are called by what they
 * may do: {@code admin}, {@code supporter} (Intune/Assist) and {@code reader}. It speaks their browsers' language, and is
 * dark where the browser asks for that.
 */
final class BrowserJenkinsFixture implements AutoCloseable {

    /** The credential of which Entra says that its secret has expired. */
    static final String EXPIRED = "expired-app";

    private static final String EXPIRED_SECRET = "expired-secret-of-the-stand-in";
    /** How long anything may take on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * What Jenkins complains of about itself: the status with which it answers whoever looks at the page of parameters, the
     * old markup of its own list of parameters, and that somebody chose a kind while the fields of another were on the way.
     */
    private static final List<String> JENKINS_OWN = List.of(
            "Failed to load resource: the server responded with a status of 405",
            "Adapted element to new markup, it should be changed to use f:repeatableDeleteButton",
            "renderOnDemandCallback: selection is no longer valid");

    /** How wide a page is, in pixels. */
    private static final int WIDTH = 1100;

    private static final String PERMISSION = "DeviceManagementManagedDevices.ReadWrite.All";

    /** Waits until something is gone. */
    static final Locator.WaitForOptions HIDDEN = new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);

    private final StandIn standIn = StandIn.start();
    private final RealJenkinsFixture controller = new RealJenkinsFixture()
            .withTimeout(0)
            // What a machine in Azure would tell Jenkins about its managed identity.
            .extraEnv("IDENTITY_ENDPOINT", standIn.root() + "/msi/token")
            .extraEnv("IDENTITY_HEADER", "header-of-the-stand-in")
            .javaOptions(
                    "-Duser.language=en",
                    "-Duser.country=US",
                    "-Djenkins.security.csp.CspHeader.headerName=Content-Security-Policy",
                    "-Djavax.net.ssl.trustStore=" + StandIn.trustStore(),
                    "-Djavax.net.ssl.trustStorePassword=" + StandIn.trustStorePassword());
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Playwright playwright;
    private Browser browser;

    /** Skips a test, and says so, where no Chromium is installed. */
    static void assumeChromium(Class<?> test) {
        boolean installed = Chromium.installed().isPresent();
        if (!installed) {
            System.out.println(
                    test.getSimpleName() + " is skipped: no Chromium is installed (Debian: apt-get install chromium).");
        }
        assumeTrue(installed, "no Chromium is installed (Debian: apt-get install chromium)");
    }

    /** Starts both. */
    void start() throws Throwable {
        controller.setUp(BrowserJenkinsTest.class.getName(), "jenkins");
        controller.startJenkins();
        String root = standIn.root().toString();
        String idToken = IdTokens.goodFor(Duration.ofHours(1), "job one");
        byte[] certificate = TestCertificate.goodFor(Duration.ofDays(90)).pkcs12();
        controller.runRemotely((RealJenkinsFixture.Step) jenkins -> setUp(jenkins, root, idToken, certificate));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Chromium.installed().orElseThrow())
                        .setArgs(Chromium.OPTIONS));
    }

    private static void setUp(JenkinsRule jenkins, String root, String idToken, byte[] certificate) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, root);
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app(EXPIRED, TENANT, EXPIRED_SECRET));
        IntuneJenkinsFixture.store(
                jenkins.jenkins,
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "id-token", "", Secret.fromString(idToken)));
        IntuneJenkinsFixture.store(
                jenkins.jenkins,
                new CertificateCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "certificate",
                        "",
                        TestCertificate.PASSWORD,
                        new CertificateCredentialsImpl.UploadedKeyStoreSource(
                                null, SecretBytes.fromBytes(certificate))));
        IntuneJenkinsFixture.secure(jenkins);
        ThemeManagerPageDecorator.get().setTheme(new DarkThemeSystemManagerFactory());
    }

    /** The first answers again, and no complaints yet. */
    void reset() {
        complaints.clear();
        standIn.reset();
        String token = IdTokens.withRoles(PERMISSION);
        standIn.stub(tokenRequest().willReturn(StandIn.token(token, 3599)));
        standIn.stub(tokenRequest()
                .withRequestBody(containing("client_secret=" + EXPIRED_SECRET))
                .willReturn(refusal(401, 7000222, "The provided client secret keys for the app are expired.")));
        standIn.stub(get(urlPathEqualTo("/msi/token"))
                .willReturn(WireMock.okJson("{\"access_token\":\"" + token
                        + "\",\"expires_on\":\"4102444800\",\"token_type\":\"Bearer\"}")));
        standIn.device("");
        standIn.emptyDeviceList();
        standIn.connector("onboarded");
        standIn.answerAction(accepted());
    }

    StandIn standIn() {
        return standIn;
    }

    /** Does something inside Jenkins. */
    void inJenkins(RealJenkinsFixture.Step step) throws Throwable {
        controller.runRemotely(step);
    }

    /** An address in this Jenkins. */
    String address(String path) throws Exception {
        return controller.getUrl() + path;
    }

    /** A page of a person who has logged in, as wide as a small laptop. */
    Page pageOf(String user, String locale, ColorScheme scheme) throws Exception {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(locale)
                .setColorScheme(scheme)
                .setViewportSize(WIDTH, 1060));
        context.addInitScript("addEventListener('securitypolicyviolation', violation =>"
                + " console.error('Content-Security-Policy', violation.violatedDirective, violation.blockedURI))");
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        context.onResponse(response -> {
            boolean page = response.request().isNavigationRequest() && response.status() == 200;
            if (page && !response.headers().containsKey("content-security-policy")) {
                complaints.add("no security policy at " + response.url());
            }
        });
        context.setDefaultTimeout(PATIENCE.toMillis());
        Page page = context.newPage();
        page.navigate(address("login"));
        page.fill("input[name=j_username]", user);
        page.fill("input[name=j_password]", user);
        page.click("button[name=Submit]");
        page.waitForURL(url -> !url.contains("login"));
        return page;
    }

    /** A page of an administrator, in English and light. */
    Page pageOfAdmin() throws Exception {
        return pageOf("admin", "en-US", ColorScheme.LIGHT);
    }

    /**
     * What the browser's console has complained about: errors and warnings of scripts and violations of the security
     * policy.
     */
    List<String> complaints() {
        return complaints.stream()
                .filter(complaint -> JENKINS_OWN.stream().noneMatch(complaint::startsWith))
                .toList();
    }

    /** Closes all pages. */
    void closePages() {
        browser.contexts().forEach(BrowserContext::close);
    }

    /** Presses a button of a form that asks the server, as soon as a script listens to it. */
    static void press(Locator button) {
        waitForScript(button);
        button.click();
    }

    /** Waits until a script listens to a button of a form that asks the server. */
    static void waitForScript(Locator button) {
        button.waitFor();
        await().pollInSameThread().atMost(PATIENCE).until(() ->
                (Boolean) button.evaluate("button => button.onclick !== null"));
    }

    /** How bright a colour of the page's body is, from 0 to 1. */
    static double brightness(Page page, String property) {
        Object colour = page.locator("body")
                .evaluate(
                        "(body, property) => { const canvas = document.createElement('canvas').getContext('2d');"
                                + " canvas.fillStyle = getComputedStyle(body).getPropertyValue(property);"
                                + " canvas.fillRect(0, 0, 1, 1); const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;"
                                + " return String((r + g + b) / 765); }",
                        property);
        return Double.parseDouble((String) colour);
    }

    /** Takes a picture of a part of a page, see {@link #keep}. */
    static void picture(Locator part, String name) throws IOException {
        // High enough that the bar with the buttons does not lie over it.
        part.page().setViewportSize(WIDTH, 1800);
        keep(part.screenshot(new Locator.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED)), name);
    }

    /** Takes a picture of the upper part of a page, see {@link #keep}. */
    static void picture(Page page, int height, String name) throws IOException {
        page.setViewportSize(WIDTH, height);
        keep(page.screenshot(new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED)), name);
    }

    /** Takes a picture of all of a page for whoever looks into {@code target/pictures}; no page of the documentation has it. */
    static void look(Page page, String name) throws IOException {
        Path folder = Checkout.root().resolve("target/pictures");
        Picture.write(page.screenshot(new Page.ScreenshotOptions().setFullPage(true)), folder.resolve(name + ".png"));
    }

    /** Keeps a picture, in {@code docs/images} with {@code -Dpictures=write} and else in {@code target/pictures}. */
    private static void keep(byte[] png, String name) throws IOException {
        boolean renewed = "write".equals(System.getProperty("pictures"));
        Path folder = Checkout.root().resolve(renewed ? "docs/images" : "target/pictures");
        Picture.write(png, folder.resolve(name + ".png"));
    }

    @Override
    public void close() throws Exception {
        if (playwright != null) {
            playwright.close();
        }
        controller.tearDown();
        standIn.close();
    }
}
