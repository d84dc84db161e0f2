package io.jenkins.plugins.intune.form;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The rule that every form check of the plugin keeps: whoever may not configure learns nothing, and everybody else
 * learns what is wrong before saving. A check never stops a form from being saved, so nothing typed is lost; the build
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

    /** A check that throws when a value cannot be used, and has something to say although it can. */
    @FunctionalInterface
    public interface Advice {
        /** Looks at the value. Empty if there is nothing to say. */
        List<String> get() throws InvalidInputException;
    }

    private FormChecks() {}

    /**
     * Checks a value of a job's form.
     *
     * @param item the job or folder that is being configured, or {@code null} outside of one
     */
    public static FormValidation inJob(@CheckForNull Item item, Check check) {
        return mayConfigure(item) ? outcome(check) : FormValidation.ok();
    }

    /** Checks a value of a credential's form; the context is where the credential is stored. */
    public static FormValidation inCredential(@CheckForNull AccessControlled context, Check check) {
        return mayEditCredentials(context) ? outcome(check) : FormValidation.ok();
    }

    /** Checks a value of a credential's form that can be right and still need advice. */
    public static FormValidation adviseInCredential(@CheckForNull AccessControlled context, Advice advice) {
        if (!mayEditCredentials(context)) {
            return FormValidation.ok();
        }
        try {
            List<String> warnings = advice.get();
            return warnings.isEmpty() ? FormValidation.ok() : FormValidation.warning(String.join(" ", warnings));
        } catch (InvalidInputException wrong) {
            return FormValidation.error(wrong.problem());
        }
    }

    /** Checks a value of the global configuration. */
    public static FormValidation inGlobalConfiguration(Check check) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? outcome(check) : FormValidation.ok();
    }

    /** Whether the user may see which credentials there are for a job. */
    public static boolean mayConfigure(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** Refuses whoever may not configure the job; outside of one, whoever is not an administrator. */
    public static void requireConfigure(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }

    /** Whether the user may store a credential here, and so see what its form can tell. */
    public static boolean mayEditCredentials(@CheckForNull AccessControlled context) {
        AccessControlled where = orJenkins(context);
        return where.hasPermission(CredentialsProvider.CREATE) || where.hasPermission(CredentialsProvider.UPDATE);
    }

    /** Refuses whoever may not store a credential here. */
    public static void requireEditCredentials(@CheckForNull AccessControlled context) {
        if (!mayEditCredentials(context)) {
            orJenkins(context).checkPermission(CredentialsProvider.UPDATE);
        }
    }

    private static AccessControlled orJenkins(@CheckForNull AccessControlled context) {
        return context == null ? Jenkins.get() : context;
    }

    /** Whether a text holds a variable, so that only the build can know what it becomes. */
    public static boolean hasVariable(@CheckForNull String text) {
        return text != null && text.indexOf('$') >= 0;
    }

    private static FormValidation outcome(Check check) {
        try {
            check.run();
            return FormValidation.ok();
        } catch (InvalidInputException wrong) {
            return FormValidation.error(wrong.problem());
        }
    }
}
