package io.jenkins.plugins.intune.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.util.FormValidation;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

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
    void theFormSaysWhatIsWrong(JenkinsRule jenkins) throws Exception {
        CustomCloud.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(CustomCloud.DescriptorImpl.class);

        FormValidation plain = form.doCheckGraphRoot("http://graph.example.org");
        assertEquals(FormValidation.Kind.ERROR, plain.kind);
        assertTrue(plain.getMessage().contains("does not begin with https://"), plain.getMessage());
        assertEquals(FormValidation.Kind.OK, form.doCheckAuthority("https://login.example.org").kind);
    }
}
