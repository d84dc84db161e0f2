package io.jenkins.plugins.intune.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.Cloud;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.sf.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** The page under Manage Jenkins, System. */
@WithJenkins
class GlobalConfigurationJenkinsTest {

    @Test
    void theFormKeepsWhatIsSet(JenkinsRule jenkins) throws Exception {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        jenkins.configRoundtrip();
        assertNull(configuration.getDefaultCredentialsId());
        assertNull(configuration.getCustomCloud());

        configuration.setDefaultCredentialsId("deleted-in-the-meantime");
        configuration.setCustomCloud(new CustomCloud("http://not.secure", "nonsense"));
        jenkins.configRoundtrip();

        assertEquals("deleted-in-the-meantime", configuration.getDefaultCredentialsId());
        assertEquals("http://not.secure", configuration.getCustomCloud().getGraphRoot());
        assertEquals("nonsense", configuration.getCustomCloud().getAuthority());
    }

    @Test
    void aJobsFormSaysWhichCredentialIsTheDefaultOne(JenkinsRule jenkins) throws Exception {
        CredentialPlace job = CredentialPlace.of(jenkins.createFreeStyleProject());
        assertEquals("- none -", RequestForm.fillCredentialsId(job, "").get(0).name);

        IntuneConfiguration.get().setDefaultCredentialsId("intune-app");
        ListBoxModel.Option empty = RequestForm.fillCredentialsId(job, "").get(0);

        assertEquals("", empty.value);
        assertEquals("- the default one: intune-app -", empty.name);
    }

    /** Counts what is written. */
    @TestExtension
    public static final class Saves extends SaveableListener {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof IntuneConfiguration) {
                count.incrementAndGet();
            }
        }
    }

    private static void configure(JenkinsRule jenkins, String form) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            browser.executeOnServer(() ->
                    IntuneConfiguration.get().configure(Stapler.getCurrentRequest2(), JSONObject.fromObject(form)));
        }
    }

    private static String saved(JenkinsRule jenkins) throws Exception {
        return Files.readString(
                jenkins.jenkins.getRootDir().toPath().resolve(IntuneConfiguration.class.getName() + ".xml"));
    }

    @Test
    void aFormThatCannotBeReadChangesNothing(JenkinsRule jenkins) throws Exception {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        configuration.setDefaultCredentialsId("kept");
        configuration.setSessionLinkHours(7);
        configuration.setCustomCloud(new CustomCloud("https://graph.example.org", "https://login.example.org"));
        String before = saved(jenkins);

        for (String wrong : List.of("customCloud: 'x'", "customCloud: ['x']", "customCloud: {graphRoot: ['x']}")) {
            assertThrows(
                    Exception.class,
                    () -> configure(jenkins, "{defaultCredentialsId: 'other', sessionLinkHours: '9', " + wrong + "}"));

            assertEquals("kept", configuration.getDefaultCredentialsId(), wrong);
            assertEquals(7, configuration.getSessionLinkHours(), wrong);
            assertNotNull(configuration.getCustomCloud(), wrong);
            assertEquals(before, saved(jenkins), wrong);
        }
    }

    /** A build that begins while an administrator saves the form uses the custom cloud, or the next one, but no other. */
    @Test
    void aBuildNeverFindsTheFormHalfRead(JenkinsRule jenkins) throws Exception {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        configuration.setDefaultTimeout(7);
        configuration.setCustomCloud(new CustomCloud("https://graph.example.org", "https://login.example.org"));
        List<Integer> found = new ArrayList<>();
        StaplerRequest2 request = (StaplerRequest2) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StaplerRequest2.class}, (proxy, method, arguments) -> {
                    IntuneConfiguration bean = (IntuneConfiguration) arguments[0];
                    bean.setDefaultTimeout(9);
                    assertEquals(
                            "https://graph.example.org",
                            configuration.endpoints(Cloud.CUSTOM).graphRoot().toString());
                    found.add(configuration.effectiveTimeout());
                    bean.setCustomCloud(new CustomCloud("https://graph.example.com", "https://login.example.com"));
                    return null;
                });

        configuration.configure(request, new JSONObject());

        assertEquals(List.of(7), found);
        assertEquals(
                "https://graph.example.com",
                configuration.endpoints(Cloud.CUSTOM).graphRoot().toString());
        assertEquals(9, configuration.effectiveTimeout());
    }

    @Test
    void aFormIsSavedOnce(JenkinsRule jenkins) throws Exception {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        configuration.setCustomCloud(new CustomCloud("https://graph.example.org", "https://login.example.org"));
        Saves saves = ExtensionList.lookupSingleton(Saves.class);
        saves.count.set(0);

        configure(jenkins, "{defaultCredentialsId: 'other', defaultTimeout: '99', sessionLinkHours: ''}");

        assertEquals(1, saves.count.get());
        assertEquals("other", configuration.getDefaultCredentialsId());
        assertEquals(99, configuration.getDefaultTimeout());
        assertNull(configuration.getSessionLinkHours());
        assertNull(configuration.getCustomCloud(), "its box was not ticked");
        assertTrue(saved(jenkins).contains("<defaultTimeout>99</defaultTimeout>"), saved(jenkins));
    }

    @Test
    void aTimeoutOutOfItsRangeIsTheNearestOne(JenkinsRule jenkins) {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        assertEquals(120, configuration.effectiveTimeout());
        configuration.setDefaultTimeout(-5);
        assertEquals(1, configuration.effectiveTimeout());
        configuration.setDefaultTimeout(Integer.MAX_VALUE);
        assertEquals(86_400, configuration.effectiveTimeout());
    }

    @Test
    void linksAreKeptBetweenAnHourAndAYear(JenkinsRule jenkins) {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        assertEquals(24, configuration.effectiveSessionLinkHours());
        configuration.setSessionLinkHours(0);
        assertEquals(1, configuration.effectiveSessionLinkHours());
        configuration.setSessionLinkHours(Integer.MAX_VALUE);
        assertEquals(8784, configuration.effectiveSessionLinkHours());

        for (String right : List.of("", " ", "1", " 24 ", "8784")) {
            assertEquals(FormValidation.Kind.OK, configuration.doCheckSessionLinkHours(right).kind, right);
        }
        for (String wrong : List.of("0", "-1", "1.5", "8785", "a day", "99999999999")) {
            FormValidation found = configuration.doCheckSessionLinkHours(wrong);
            assertEquals(FormValidation.Kind.ERROR, found.kind, wrong);
            assertTrue(found.getMessage().contains("from 1 to 8784"), found.getMessage());
        }
    }

    @Test
    void aLimitIsKeptWithinIntunesOwn(JenkinsRule jenkins) throws Exception {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        assertEquals(200, configuration.effectiveLimits().writes());
        configuration.setRequestLimit(50);
        jenkins.configRoundtrip();
        assertEquals(50, configuration.getRequestLimit());
        assertEquals(50, configuration.effectiveLimits().writes());
        configuration.setRequestLimit(0);
        assertEquals(1, configuration.effectiveLimits().writes());
        configuration.setRequestLimit(100_000);
        assertEquals(200, configuration.effectiveLimits().writes());

        for (String right : List.of("", " ", "1", " 100 ", "200")) {
            assertEquals(FormValidation.Kind.OK, configuration.doCheckRequestLimit(right).kind, right);
        }
        for (String wrong : List.of("0", "-1", "1.5", "201", "half", "99999999999")) {
            FormValidation found = configuration.doCheckRequestLimit(wrong);
            assertEquals(FormValidation.Kind.ERROR, found.kind, wrong);
            assertTrue(found.getMessage().contains("from 1 to 200"), found.getMessage());
        }
    }

    @Test
    void theFormSaysWhatIsWrong(JenkinsRule jenkins) throws Exception {
        CustomCloud.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(CustomCloud.DescriptorImpl.class);

        FormValidation plain = form.doCheckGraphRoot("http://graph.example.org");
        assertEquals(FormValidation.Kind.ERROR, plain.kind);
        assertTrue(plain.getMessage().contains("does not begin with https://"), plain.getMessage());
        assertEquals(FormValidation.Kind.OK, form.doCheckAuthority("https://login.example.org").kind);
    }
}
