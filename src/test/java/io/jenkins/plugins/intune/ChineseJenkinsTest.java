package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.intune.device.UserDevice;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.link.Checkout;
import io.jenkins.plugins.intune.values.Language;
import java.io.StringWriter;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.jelly.XMLOutput;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.WebApp;
import org.kohsuke.stapler.jelly.JellyClassLoaderTearOff;

/** What a browser shows that asks for Chinese. {@link LanguagesTest} holds that every text is there. */
@WithJenkins
class ChineseJenkinsTest {

    /** Everything in a form that names something: labels, choices and buttons. */
    private static final String NAMES =
            ".//*[contains(@class,'jenkins-form-label')] | .//select//option | .//button[not(@tooltip)]";

    /** What stands in the plugin's forms but is Jenkins' own, or a word that users write. */
    private static final Set<String> NOT_FOR_US = Set.of(
            "Add",
            "Advanced",
            "Change Password",
            "Delete",
            "Description",
            "Global (Jenkins, nodes, items, all child items, etc)",
            "ID",
            "Save",
            "Scope",
            "System (Jenkins and nodes only)",
            "- none -",
            "beta",
            "v1.0");

    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    private JenkinsRule jenkins;

    @AutoClose
    private Language spoken;

    /** A Jenkins that serves browsers speaks their language; the rule's speaks the JVM's until it is told. */
    @BeforeEach
    void prepare(JenkinsRule rule) {
        jenkins = rule;
        spoken = IntuneJenkinsFixture.speakTheBrowsersLanguage();
    }

    private JenkinsRule.WebClient browser(String language) {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        browser.addRequestHeader("Accept-Language", language);
        return browser;
    }

    @Test
    void theFormOfTheBuildStepIsChinese() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
        builder.setDevice(new UserDevice("anna@contoso.com", DEVICE));
        job.getBuildersList().add(builder);

        try (JenkinsRule.WebClient browser = browser("zh-CN")) {
            HtmlPage page = browser.getPage(job, "configure");
            browser.waitForBackgroundJavaScript(10_000);
            DomNode form = page.getFirstByXPath(
                    "//div[@descriptorid='" + RequestRemoteAssistanceBuilder.class.getName() + "']");

            assertSays(form, "凭据", "用户", "Intune 设备 ID", "结果不确定时", "合规性脚本的运行状态所对应的设备（beta）", "测试");
        }
    }

    @Test
    void everyHelpOfTheBuildStepIsChinese() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new RequestRemoteAssistanceBuilder());

        try (JenkinsRule.WebClient browser = browser("zh-CN,zh;q=0.9,en;q=0.8")) {
            HtmlPage page = browser.getPage(job, "configure");
            List<HtmlElement> helps = page.getByXPath("//*[contains(@helpurl,'RequestRemoteAssistance')]");
            List<String> texts = new ArrayList<>();
            for (HtmlElement help : helps) {
                URL address = page.getFullyQualifiedUrl(help.getAttribute("helpurl"));
                texts.add(browser.getPage(address).getWebResponse().getContentAsString());
            }

            assertEquals(18, texts.size(), "the step's own, one for each choice and one for each field");
            assertTrue(texts.stream().allMatch(text -> HAN.matcher(text).find()), texts.toString());
            assertTrue(texts.toString().contains("插件会先检查设备上是否出现新的会话链接，如果出现，则视为成功。"), texts.toString());
        }
    }

    @Test
    void theFormOfACredentialIsChinese() throws Exception {
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("app"));

        try (JenkinsRule.WebClient browser = browser("zh-CN")) {
            HtmlPage page = browser.goTo("manage/credentials/store/system/domain/_/credential/app/");
            page.<HtmlElement>getFirstByXPath("//*[@data-url='updateDialog']").click();
            browser.waitForBackgroundJavaScript(10_000);
            DomNode form = page.getFormByName("updateCredentials");

            assertSays(form, "目录（租户）ID", "身份验证方式", "中国（由世纪互联运营）", "客户端机密", "验证");
        }
    }

    @Test
    void theDescriptionFollowsTheBrowser() throws Exception {
        assertEquals("<div>从流水线和自由风格任务中，为由 Microsoft Intune 管理的设备请求远程协助。</div>", description("zh-CN"));
        assertEquals(
                "<div>Requests remote assistance on devices managed by Microsoft Intune, from Pipelines and freestyle jobs."
                        + "</div>",
                description("de"));
    }

    private String description(String language) throws Exception {
        URL view = Checkout.root()
                .resolve("src/main/resources/index.jelly")
                .toUri()
                .toURL();
        try (JenkinsRule.WebClient browser = browser(language)) {
            return browser.executeOnServer(() -> {
                StringWriter html = new StringWriter();
                XMLOutput output = XMLOutput.createXMLOutput(html);
                WebApp.getCurrent()
                        .getMetaClass(getClass())
                        .classLoader
                        .loadTearOff(JellyClassLoaderTearOff.class)
                        .createContext()
                        .runScript(view, output);
                output.flush();
                return html.toString().replaceAll("\\s*\n\\s*", "");
            });
        }
    }

    /** Says these things among others, and nothing of the plugin's own in another language or other signs. */
    private static void assertSays(DomNode form, String... some) {
        // Some parts are folded away, so this is not what is visible now.
        Set<String> names = form.<DomNode>getByXPath(NAMES).stream()
                .map(part -> part.getTextContent().strip().replaceFirst("\\s*\\?$", ""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String text : some) {
            assertTrue(names.contains(text), text + " is missing from " + names);
        }
        names.removeIf(text -> NOT_FOR_US.contains(text) || HAN.matcher(text).find());
        assertEquals(Set.of(), names);
    }
}
