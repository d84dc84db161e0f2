package io.jenkins.plugins.intune.run;

import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A JENKINS_HOME with a credential and a custom cloud for the stand-in, as code, and a job for each sample device, one for a
 * fleet, and some whose device is a parameter.
 */
final class SampleHome {

    /** Longest wait for an answer, in seconds: the first request of a Jenkins that has just started takes some of it. */
    private static final int TIMEOUT = 60;

    private SampleHome() {}

    /**
     * @param root where the stand-in answers
     * @param address where Jenkins does: without knowing that, it refuses its own command line
     */
    static void write(Path home, URI root, URI address) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("jenkins.yaml"), configuration(root, address));
        for (SampleDevices device : SampleDevices.values()) {
            job(home, "pipeline-" + device.name().toLowerCase(Locale.ROOT).replace('_', '-'), pipeline(device));
        }
        job(home, "pipeline-fleet", fleet());
        job(home, "pipeline-with-parameter", parameter());
        job(home, "freestyle-with-parameter", freestyle());
    }

    private static void job(Path home, String name, String xml) throws IOException {
        Path folder = Files.createDirectories(home.resolve("jobs").resolve(name));
        Files.writeString(folder.resolve("config.xml"), xml);
    }

    private static String configuration(URI root, URI address) {
        return """
                jenkins:
                  slaveAgentPort: -1
                  systemMessage: "Sample jobs for Intune Remote Assistance. Nothing here reaches Microsoft."
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - entraApp:
                              scope: GLOBAL
                              id: "intune-app"
                              description: "Stand-in for Entra ID"
                              tenantId: "%s"
                              clientId: "%s"
                              cloud: "custom"
                              authentication:
                                clientSecret:
                                  secret: "%s"
                          - entraApp:
                              scope: GLOBAL
                              id: "expired-app"
                              description: "Its secret has expired"
                              tenantId: "%s"
                              clientId: "%s"
                              cloud: "custom"
                              authentication:
                                clientSecret:
                                  secret: "%s"
                unclassified:
                  location:
                    url: "%s"
                  intune:
                    defaultCredentialsId: "intune-app"
                    customCloud:
                      graphRoot: "%s"
                      authority: "%s"
                """.formatted(
                        StandIn.TENANT,
                        StandIn.CLIENT,
                        StandIn.SECRET,
                        StandIn.TENANT,
                        StandIn.CLIENT,
                        SampleDevices.EXPIRED_SECRET,
                        address,
                        root,
                        root);
    }

    private static String pipeline(SampleDevices device) {
        return """
                <?xml version='1.1' encoding='UTF-8'?>
                <flow-definition plugin="workflow-job">
                  <description>%s</description>
                  <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition" plugin="workflow-cps">
                    <script>def r = requestRemoteAssistance(credentialsId: 'intune-app', %s, timeout: %d%s)
                // Graph sends the ID with its answer.
                echo(r.requestId ? "Accepted as ${r.requestId} in ${r.durationMillis} ms" : "Accepted, although no answer came")</script>
                    <sandbox>true</sandbox>
                  </definition>
                </flow-definition>
                """.formatted(
                        device.description(),
                        device.parameter(),
                        device == SampleDevices.SILENT ? 15 : TIMEOUT,
                        device.sessionTimeout() > 0
                                ? ", waitForSession: true, sessionTimeout: " + device.sessionTimeout()
                                : "");
    }

    private static String fleet() {
        return """
                <?xml version='1.1' encoding='UTF-8'?>
                <flow-definition plugin="workflow-job">
                  <description>Several devices at once: one is unknown, one has a session in time, and the others are asked but have none.</description>
                  <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition" plugin="workflow-cps">
                    <script>def r = requestRemoteAssistance(credentialsId: 'intune-app', timeout: %d, failWhen: 'all',
                        waitForSession: true, sessionTimeout: 10, deviceLines: '''
                %s
                ''')
                echo "Accepted ${r.accepted} of ${r.total}"</script>
                    <sandbox>true</sandbox>
                  </definition>
                </flow-definition>
                """.formatted(TIMEOUT, String.join("\n", SampleDevices.fleet()));
    }

    private static String parameter() {
        return """
                <?xml version='1.1' encoding='UTF-8'?>
                <flow-definition plugin="workflow-job">
                  <description>Whoever starts it chooses the device: type KIOSK, LAPTOP, RECEPTION, SN- or anna.</description>
                  <properties>
                    <hudson.model.ParametersDefinitionProperty>
                      <parameterDefinitions>
                        <io.jenkins.plugins.intune.parameter.IntuneDeviceParameterDefinition>
                          <name>DEVICE</name>
                          <description>Who needs help?</description>
                          <credentialsId>intune-app</credentialsId>
                          <defaultValue>deviceName: KIOSK-1</defaultValue>
                        </io.jenkins.plugins.intune.parameter.IntuneDeviceParameterDefinition>
                      </parameterDefinitions>
                    </hudson.model.ParametersDefinitionProperty>
                  </properties>
                  <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition" plugin="workflow-cps">
                    <script>echo "Chosen: ${env.DEVICE_DEVICE} of ${env.DEVICE_USER}"
                requestRemoteAssistance(credentialsId: 'intune-app', deviceId: params.DEVICE, timeout: %d)</script>
                    <sandbox>true</sandbox>
                  </definition>
                </flow-definition>
                """.formatted(TIMEOUT);
    }

    private static String freestyle() {
        return """
                <?xml version='1.1' encoding='UTF-8'?>
                <project>
                  <description>The device is a parameter of the build.</description>
                  <properties>
                    <hudson.model.ParametersDefinitionProperty>
                      <parameterDefinitions>
                        <hudson.model.StringParameterDefinition>
                          <name>DEVICE_ID</name>
                          <defaultValue>%s</defaultValue>
                        </hudson.model.StringParameterDefinition>
                      </parameterDefinitions>
                    </hudson.model.ParametersDefinitionProperty>
                  </properties>
                  <builders>
                    <io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder>
                      <settings>
                        <credentialsId>intune-app</credentialsId>
                        <device class="io.jenkins.plugins.intune.device.ManagedDevice">
                          <id>${DEVICE_ID}</id>
                        </device>
                        <apiVersion>auto</apiVersion>
                        <timeout>%d</timeout>
                      </settings>
                    </io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder>
                  </builders>
                </project>
                """.formatted(SampleDevices.idOfOneMore(), TIMEOUT);
    }
}
