package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.model.AbstractItem;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.JobProperty;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.AuthorizationStrategy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Kim, who may do little in a Jenkins and makes things up in XML. */
public final class ForgerJenkinsFixture {

    /** A job grants permissions, as with project-based matrix security. */
    public static final class Granted extends JobProperty<Job<?, ?>> {}

    /** A folder does the same, for what is below it. */
    public static final class GrantedBelow extends AbstractFolderProperty<AbstractFolder<?>> {

        /** So that Jenkins knows it. */
        @TestExtension
        public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {}
    }

    /** Everybody may read Jenkins and see folders, and kim may do all where that is granted. */
    public static final class ByProperty extends AuthorizationStrategy {

        private static ACL of(boolean granted, boolean visible) {
            return ACL.lambda2((who, what) -> who.equals(ACL.SYSTEM2)
                    || what == Jenkins.READ
                    || visible && (what == Item.READ || what == Item.DISCOVER)
                    || granted && who.getName().equals("kim"));
        }

        @Override
        public ACL getRootACL() {
            return of(false, false);
        }

        @Override
        public ACL getACL(AbstractItem item) {
            return of(
                    item instanceof AbstractFolder<?> folder
                            && folder.getProperties().get(GrantedBelow.class) != null,
                    true);
        }

        @Override
        public ACL getACL(Job<?, ?> job) {
            boolean below = job.getParent() instanceof AbstractFolder<?> folder
                    && folder.getProperties().get(GrantedBelow.class) != null;
            return of(below || job.getProperty(Granted.class) != null, false);
        }

        @Override
        public Collection<String> getGroups() {
            return List.of();
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final JenkinsRule jenkins;

    ForgerJenkinsFixture(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    /** From now on kim is somebody, and may do what the strategy says. */
    void secure(AuthorizationStrategy strategy) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(strategy);
        jenkins.jenkins.setCrumbIssuer(null);
        User.getById("kim", true).save();
    }

    /** Kim calls. */
    HttpResponse<String> call(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
                        .header("Authorization", IntuneJenkinsFixture.login("kim"))
                        .header("Content-Type", "application/xml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Kim stores a view of her own, whose columns are whatever she makes up. */
    void view(String columns) throws Exception {
        HttpResponse<String> made = call("POST", "user/kim/my-views/createView?name=v", """
            <hudson.model.ListView><name>v</name><filterExecutors>false</filterExecutors><filterQueue>false</filterQueue>
            <properties class="hudson.model.View$PropertyList"/>
            <jobNames><comparator class="java.lang.String$CaseInsensitiveComparator"/></jobNames>
            <jobFilters/><columns>%s</columns><recurse>false</recurse></hudson.model.ListView>
            """.formatted(columns));
        assertEquals(200, made.statusCode(), made.body());
    }

    /** An object of a class without fields, as XML. */
    static String xml(Class<?> type) {
        return "<" + type.getName().replace("$", "_-") + "/>";
    }
}
