package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A JENKINS_HOME, made anew, with plugins and, if it is to work, with the stand-in's app and jobs. */
final class JenkinsHome {

    private final Path folder;

    /**
     * @param plugins a folder of .hpi and .jpi files
     * @param own this plugin, or {@code null} to leave it out
     */
    JenkinsHome(Path folder, Path plugins, Path own) throws IOException {
        this.folder = folder;
        Bench.delete(folder);
        Path installed = Files.createDirectories(folder.resolve("plugins"));
        for (Path plugin : archives(plugins)) {
            // Whatever version of this plugin lies there: it is the one just built that is measured.
            if (!plugin.getFileName().toString().startsWith("intune-remote-assistance.")) {
                Files.copy(plugin, installed.resolve(plugin.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (own != null) {
            Files.copy(own, installed.resolve("intune-remote-assistance.hpi"));
        }
    }

    private static List<Path> archives(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.[hj]pi")).toList();
        }
    }

    Path folder() {
        return folder;
    }

    /** Whether a plugin is there. */
    boolean has(String plugin) throws IOException {
        Optional<Path> found = archives(folder.resolve("plugins")).stream()
                .filter(file -> file.getFileName().toString().startsWith(plugin + "."))
                .findFirst();
        return found.isPresent();
    }

    /** The stand-in's app, as configuration as code. */
    Path configure(Endpoints endpoints) throws IOException {
        return Files.writeString(folder.resolve("jenkins.yaml"), """
            jenkins:
              numExecutors: 4
            credentials:
              system:
                domainCredentials:
                  - credentials:
                      - entraApp:
                          scope: GLOBAL
                          id: "intune-app"
                          tenantId: "%s"
                          clientId: "%s"
                          cloud: "custom"
                          authentication:
                            clientSecret:
                              secret: "%s"
            unclassified:
              intune:
                customCloud:
                  graphRoot: "%s"
                  authority: "%s"
            """.formatted(
                Endpoints.TENANT, Endpoints.CLIENT, Endpoints.SECRET, endpoints.graphRoot(), endpoints.authority()));
    }

    /** A Pipeline job. */
    void job(String name, String script) throws IOException {
        Path job = Files.createDirectories(folder.resolve("jobs").resolve(name));
        Files.writeString(job.resolve("config.xml"), """
            <?xml version='1.1' encoding='UTF-8'?>
            <flow-definition plugin="workflow-job">
              <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition" plugin="workflow-cps">
                <script>%s</script>
                <sandbox>true</sandbox>
              </definition>
            </flow-definition>
            """.formatted(
                        script.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
