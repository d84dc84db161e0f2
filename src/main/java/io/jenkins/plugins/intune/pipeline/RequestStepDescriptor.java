package io.jenkins.plugins.intune.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.settings.RequestForm;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What the form of a request asks the server for. The build step has the same form, and so asks here too. */
@Restricted(NoExternalUse.class)
public abstract class RequestStepDescriptor extends StepDescriptor {

    @Override
    public Step newInstance(@CheckForNull StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
        RequestForm.take(form);
        return super.newInstance(request, form);
    }

    /** Lists the credentials that the job can see. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(
            @PlaceInPath CredentialPlace place, @QueryParameter String credentialsId) {
        return RequestForm.fillCredentialsId(place, credentialsId);
    }

    /** Checks that the credential exists. */
    @POST
    public FormValidation doCheckCredentialsId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return RequestForm.checkCredentialsId(place, value);
    }

    /** Lists for which devices the step can return a map: a fixed list, the same for everybody. */
    @POST
    @SuppressWarnings("lgtm[jenkins/no-permission-check]")
    public ListBoxModel doFillResultsItems() {
        ListBoxModel choices = new ListBoxModel();
        choices.add(Messages.RequestRemoteAssistanceStep_all(), RequestRemoteAssistanceStep.ALL);
        choices.add(Messages.RequestRemoteAssistanceStep_failures(), RequestRemoteAssistanceStep.FAILURES);
        return choices;
    }

    /** Lists the versions of Microsoft Graph: a fixed list, the same for everybody. */
    @POST
    @SuppressWarnings("lgtm[jenkins/no-permission-check]")
    public ListBoxModel doFillApiVersionItems() {
        return RequestForm.fillApiVersion();
    }

    /** Lists what can be done in doubt: a fixed list, the same for everybody. */
    @POST
    @SuppressWarnings("lgtm[jenkins/no-permission-check]")
    public ListBoxModel doFillOnDoubtItems() {
        return RequestForm.fillOnDoubt();
    }

    /** Checks the timeout. */
    @POST
    public FormValidation doCheckTimeout(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return RequestForm.checkTimeout(place, value);
    }

    /** Checks the time to wait for the session. */
    @POST
    public FormValidation doCheckSessionTimeout(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return RequestForm.checkSessionTimeout(place, value);
    }

    /** Checks the list of devices. */
    @POST
    public FormValidation doCheckDeviceLines(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return RequestForm.checkDeviceLines(place, value);
    }

    /** Lists which failures can fail the build: a fixed list, the same for everybody. */
    @POST
    @SuppressWarnings("lgtm[jenkins/no-permission-check]")
    public ListBoxModel doFillFailChoiceItems(@QueryParameter String failChoice) {
        return RequestForm.fillFailChoice(failChoice);
    }

    /** Checks the percentage of devices whose failures fail the build. */
    @POST
    public FormValidation doCheckFailPercentage(
            @PlaceInPath CredentialPlace place, @QueryParameter String value, @QueryParameter String failChoice) {
        return RequestForm.checkFailPercentage(place, value, failChoice);
    }

    /** Checks for how long a device is left alone. */
    @POST
    public FormValidation doCheckNotAgainWithin(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return RequestForm.checkNotAgainWithin(place, value);
    }
}
