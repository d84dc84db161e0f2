package io.jenkins.plugins.intune.form;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.values.Checked;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.Sentences;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The rule of all form checks of the plugin: those who may not configure learn nothing, and everybody else learns what is
 * wrong before saving. A field that is still empty is not wrong yet: Jenkins checks each field as soon as a form is opened,
 * and a new form must not open with errors. A check never stops a form from being saved, so nothing typed is lost; the build
 * refuses a bad value again before anything is sent.
 */
@Restricted(NoExternalUse.class)
public final class FormChecks {

    /** A check that throws when a value cannot be used. */
    @FunctionalInterface
    public interface Check {
        /** Looks at the value. */
        void run() throws InvalidInputException;
    }

    private FormChecks() {}

    /** Checks a value of a job's form. */
    public static FormValidation inJob(CredentialPlace place, Check check) {
        return place.mayConfigure() ? outcome(check) : FormValidation.ok();
    }

    /** Checks a value of a credential's form. */
    public static FormValidation inCredential(CredentialPlace place, Check check) {
        return place.mayStore() ? outcome(check) : FormValidation.ok();
    }

    /**
     * Checks a value of a credential's form that can be right and still need advice.
     *
     * @param advice what there is to say although the value can be used; empty for nothing
     */
    public static FormValidation adviseInCredential(CredentialPlace place, Checked<List<String>> advice) {
        return place.mayStore() ? outcome(advice) : FormValidation.ok();
    }

    /**
     * Checks what a credential refers to: only for those who may use the credentials there, because it tells them about
     * these.
     */
    public static FormValidation replyOnReference(CredentialPlace place, Checked<FormValidation> reply) {
        if (!place.mayVerify()) {
            return FormValidation.ok();
        }
        try {
            return reply.get();
        } catch (InvalidInputException wrong) {
            return refused(wrong);
        }
    }

    /** Checks a value of the global configuration. */
    public static FormValidation inGlobalConfiguration(Check check) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? outcome(check) : FormValidation.ok();
    }

    /** Says beside a field what is wrong with it. */
    public static FormValidation refused(InvalidInputException wrong) {
        return wrong.isMissing() ? hint(wrong.problem()) : FormValidation.error(wrong.problem());
    }

    /** Says something neutral beside a field, as a description below it would. */
    public static FormValidation hint(String text) {
        return FormValidation.respond(
                FormValidation.Kind.OK, "<div class=\"jenkins-form-description\">" + Util.escape(text) + "</div>");
    }

    /**
     * Says below a button what is wrong with one of the fields that it sends.
     *
     * @param title the form's label for the field, or {@code null} if it has no such field
     */
    public static FormValidation refused(@CheckForNull String title, InvalidInputException wrong) {
        return FormValidation.error(
                title == null ? wrong.problem() : new InvalidInputException(title, wrong.problem()).getMessage());
    }

    /** Whether a text contains a variable, so that only the build knows its value. */
    public static boolean hasVariable(@CheckForNull String text) {
        return text != null && text.indexOf('$') >= 0;
    }

    private static FormValidation outcome(Checked<List<String>> advice) {
        try {
            List<String> warnings = advice.get();
            return warnings.isEmpty() ? FormValidation.ok() : FormValidation.warning(Sentences.join(warnings));
        } catch (InvalidInputException wrong) {
            return refused(wrong);
        }
    }

    private static FormValidation outcome(Check check) {
        try {
            check.run();
            return FormValidation.ok();
        } catch (InvalidInputException wrong) {
            return refused(wrong);
        }
    }
}
