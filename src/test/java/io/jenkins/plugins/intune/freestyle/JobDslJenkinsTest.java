package io.jenkins.plugins.intune.freestyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.security.ACL;
import io.jenkins.plugins.intune.credentials.ClientCertificate;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.credentials.ManagedIdentityAuthentication;
import io.jenkins.plugins.intune.device.UserDevice;
import java.util.List;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Jobs and credentials made by Job DSL, by the names that Pipelines and configuration as code use too. */
@WithJenkins
class JobDslJenkinsTest {

    @Test
    void makesABuildStep(JenkinsRule jenkins) throws Exception {
        run(jenkins, """
                freeStyleJob('ask') {
                    steps {
                        requestRemoteAssistanceBuilder {
                            credentialsId('intune-app')
                            device {
                                userDevice {
                                    userId('anna@contoso.com')
                                    id('${DEVICE_ID}')
                                }
                            }
                            timeout(60)
                        }
                    }
                }
                """);

        FreeStyleProject job = jenkins.jenkins.getItemByFullName("ask", FreeStyleProject.class);
        RequestRemoteAssistanceBuilder step = job.getBuildersList().get(RequestRemoteAssistanceBuilder.class);
        assertEquals("intune-app", step.getCredentialsId());
        assertEquals(60, step.getTimeout());
        UserDevice device = assertInstanceOf(UserDevice.class, step.getDevice());
        assertEquals("anna@contoso.com", device.getUserId());
        assertEquals("${DEVICE_ID}", device.getId());
    }

    @Test
    void makesCredentialsInAFolder(JenkinsRule jenkins) throws Exception {
        run(jenkins, """
                folder('team') {
                    properties {
                        folderCredentialsProperty {
                            domainCredentials {
                                domainCredentials {
                                    domain {
                                        name('')
                                        description('')
                                    }
                                    credentials {
                                        entraApp {
                                            scope('GLOBAL')
                                            id('with-certificate')
                                            description('')
                                            tenantId('contoso.onmicrosoft.com')
                                            clientId('33333333-aaaa-4bbb-8ccc-444444444444')
                                            cloud('china')
                                            authentication {
                                                clientCertificate { certificateId('certificate') }
                                            }
                                        }
                                        entraApp {
                                            scope('GLOBAL')
                                            id('of-the-machine')
                                            description('')
                                            tenantId('')
                                            clientId('')
                                            authentication {
                                                managedIdentity { clientId('') }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                """);

        Folder team = jenkins.jenkins.getItemByFullName("team", Folder.class);
        EntraAppCredentials app = find(team, "with-certificate");
        assertEquals("china", app.getCloud());
        assertEquals(
                "certificate",
                assertInstanceOf(ClientCertificate.class, app.getAuthentication())
                        .getCertificateId());
        assertInstanceOf(
                ManagedIdentityAuthentication.class,
                find(team, "of-the-machine").getAuthentication());
    }

    private static EntraAppCredentials find(Folder folder, String id) {
        return CredentialsMatchers.filter(
                        CredentialsProvider.lookupCredentialsInItem(
                                EntraAppCredentials.class, folder, ACL.SYSTEM2, List.of()),
                        CredentialsMatchers.withId(id))
                .get(0);
    }

    private static void run(JenkinsRule jenkins, String script) throws Exception {
        FreeStyleProject seed = jenkins.createFreeStyleProject("seed");
        ExecuteDslScripts dsl = new ExecuteDslScripts();
        dsl.setScriptText(script);
        seed.getBuildersList().add(dsl);
        jenkins.buildAndAssertStatus(Result.SUCCESS, seed);
    }
}
