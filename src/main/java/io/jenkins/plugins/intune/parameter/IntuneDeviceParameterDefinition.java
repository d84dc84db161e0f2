package io.jenkins.plugins.intune.parameter;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.SimpleParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.device.LookedUpDeviceDescriptor;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.form.PrivateAnswer;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.settings.RequestForm;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * The build parameter {@code intuneDevice}: whoever starts a build types the beginning of a device's name, serial
 * number or user, and chooses. The build gets the Intune device id.
 *
 * <p>A value is looked up once: while it is submitted, if somebody waits for that (a form, REST, the command line), and
 * otherwise when the build starts. Setters never refuse anything, so that nothing typed is lost.
 */
public final class IntuneDeviceParameterDefinition extends SimpleParameterDefinition {

    private static final long serialVersionUID = 1L;

    private String credentialsId;
    private List<String> by;
    private String namePrefix;
    private String defaultValue;

    /** @param name the parameter's name */
    @DataBoundConstructor
    public IntuneDeviceParameterDefinition(@NonNull String name) {
        super(name);
    }

    /** The id of the credential that devices are looked up with, or {@code null} for the default one. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /** @param credentialsId the id of a credential that the job's builds can use */
    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = orNull(credentialsId);
    }

    /**
     * What devices may be looked up by: {@code serialNumber}, {@code deviceName}, {@code entraDeviceId}, {@code
     * userPrincipalName}; {@code null} for all of these. An Intune device id is always accepted.
     */
    @CheckForNull
    public List<String> getBy() {
        return by == null ? null : new ArrayList<>(by);
    }

    /** @param by names of properties; {@code null} or none for all */
    @DataBoundSetter
    public void setBy(@CheckForNull List<String> by) {
        boolean all = by == null || by.isEmpty() || by.containsAll(propertyNames());
        this.by = all ? null : new ArrayList<>(by);
    }

    private static List<String> propertyNames() {
        return Stream.of(DeviceProperty.values()).map(DeviceProperty::fieldName).toList();
    }

    /** How the names of all devices that may be chosen begin, or {@code null} for any name. */
    @CheckForNull
    public String getNamePrefix() {
        return namePrefix;
    }

    /** @param namePrefix a beginning of names, regardless of case */
    @DataBoundSetter
    public void setNamePrefix(@CheckForNull String namePrefix) {
        this.namePrefix = orNull(namePrefix);
    }

    /** The device of builds for which nobody chooses one: an Intune device id or a look-up; {@code null} for none. */
    @CheckForNull
    public String getDefaultValue() {
        return defaultValue;
    }

    /** @param defaultValue an Intune device id, or a look-up such as {@code serialNumber: 5CD1234XYZ} */
    @DataBoundSetter
    public void setDefaultValue(@CheckForNull String defaultValue) {
        this.defaultValue = orNull(defaultValue);
    }

    private static String orNull(String typed) {
        String text = PlainText.trim(typed);
        return text.isEmpty() ? null : text;
    }

    /** Which devices may be chosen, and by what. */
    DeviceScope scope() throws InvalidInputException {
        return DeviceScope.of(by, namePrefix);
    }

    /** The same for people who start a build: if the job's author made a mistake, no build is started. */
    DeviceScope checkedScope() {
        try {
            return scope();
        } catch (InvalidInputException wrong) {
            throw new RefusedValueException(getName(), wrong.getMessage());
        }
    }

    /** What a field says as long as it is empty; nothing if the job's author made a mistake, which is said to who submits. */
    public String getPlaceholder() {
        try {
            return scope().placeholder(StartedJob.suggests(this));
        } catch (InvalidInputException wrong) {
            return "";
        }
    }

    /**
     * Reads a value.
     *
     * @throws RefusedValueException if it is neither an Intune device id nor a look-up that is permitted
     */
    DeviceTarget target(String submitted) {
        try {
            return checkedScope().target(submitted);
        } catch (InvalidInputException wrong) {
            throw new RefusedValueException(getName(), wrong.problem());
        }
    }

    /** Whether another parameter lets people choose the same devices in the same way. */
    boolean isLike(ParameterDefinition other) {
        return other instanceof IntuneDeviceParameterDefinition like
                && like.getName().equals(getName())
                && Objects.equals(like.credentialsId, credentialsId)
                && Objects.equals(like.by, by)
                && Objects.equals(like.namePrefix, namePrefix);
    }

    /** The value for a device that was read. */
    IntuneDeviceParameterValue value(DeviceDetails device) {
        return described(new IntuneDeviceParameterValue(getName(), device));
    }

    private IntuneDeviceParameterValue described(IntuneDeviceParameterValue value) {
        value.setDescription(getDescription());
        return value;
    }

    @Override
    public ParameterValue createValue(StaplerRequest2 request, JSONObject form) {
        // What was chosen, or else what was typed; whatever else a form may say of a device is not read.
        String chosen = form.optString("deviceId");
        return createValue(chosen.isEmpty() ? form.optString("value") : chosen);
    }

    @Override
    public ParameterValue createValue(String value) {
        DeviceTarget target = target(value);
        return StartedJob.of(this)
                .map(job -> DeviceLookUps.submitted(job, this, value))
                .orElseGet(() -> described(new IntuneDeviceParameterValue(getName(), DeviceScope.written(target))));
    }

    /** Whether a value can be read, and is permitted as far as is known by now. */
    @Override
    public boolean isValid(ParameterValue value) {
        if (!(value instanceof IntuneDeviceParameterValue device)) {
            return true;
        }
        try {
            target(IntuneDeviceParameterValue.given(device));
            return !device.isRead() || permits(device);
        } catch (RefusedValueException refused) {
            return false;
        }
    }

    /** Whether a value's device was read and may be chosen, so that it need not be looked up any more. */
    boolean permits(ParameterValue value) {
        String deviceName = value instanceof IntuneDeviceParameterValue device ? device.getDeviceName() : null;
        return deviceName != null && checkedScope().permits(deviceName);
    }

    @Override
    @CheckForNull
    public ParameterValue getDefaultParameterValue() {
        return defaultValue == null ? null : described(new IntuneDeviceParameterValue(getName(), defaultValue));
    }

    @Override
    public ParameterDefinition copyWithDefaultValue(ParameterValue value) {
        if (!(value instanceof IntuneDeviceParameterValue) && !(value instanceof StringParameterValue)) {
            return this;
        }
        IntuneDeviceParameterDefinition copy = new IntuneDeviceParameterDefinition(getName());
        copy.setDescription(getDescription());
        copy.setCredentialsId(credentialsId);
        copy.setBy(by);
        copy.setNamePrefix(namePrefix);
        copy.setDefaultValue(IntuneDeviceParameterValue.given(value));
        return copy;
    }

    /** Offers the parameter as {@code intuneDevice}. */
    @Extension
    @Symbol("intuneDevice")
    public static final class DescriptorImpl extends ParameterDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.IntuneDeviceParameterDefinition_displayName();
        }

        /** What a form offers to look devices up by: names of properties, with their titles. */
        public Map<String, String> getLookUps() {
            Map<String, String> titles = new LinkedHashMap<>();
            for (DeviceProperty property : DeviceProperty.values()) {
                titles.put(property.fieldName(), LookedUpDeviceDescriptor.title(property));
            }
            return titles;
        }

        /** Whether a form shows a property as chosen. */
        public boolean isChosen(@CheckForNull IntuneDeviceParameterDefinition instance, String property) {
            return instance == null || instance.by == null || instance.by.contains(property);
        }

        /** The address of the job whose page is shown, for its web methods; empty if the page's address does not name one. */
        public String getJobUrl() {
            return StartedJob.url();
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

        /** Checks the default device. */
        @POST
        public FormValidation doCheckDefaultValue(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
            return FormChecks.inJob(place, () -> {
                if (!PlainText.trim(value).isEmpty()) {
                    DeviceScope.of(null, null).target(value);
                }
            });
        }

        /**
         * Suggests devices, to whoever may start builds of the job that has the parameter, and within what its author allows.
         *
         * @param parameter the parameter's name; everything else of it is taken from the job
         * @param typed the beginning of what to look for
         */
        @POST
        public void doSuggest(
                @PlaceInPath CredentialPlace place,
                @QueryParameter String parameter,
                @QueryParameter String typed,
                StaplerResponse2 response)
                throws IOException {
            Job<?, ?> job = place.item()
                    .filter(Job.class::isInstance)
                    .map(item -> (Job<?, ?>) item)
                    .filter(item -> item.hasPermission(Item.BUILD))
                    .orElseThrow(() -> new AccessDeniedException3(Jenkins.getAuthentication2(), Item.BUILD));
            DeviceLookUps.Suggestions suggestions = of(job, parameter)
                    .map(definition -> DeviceLookUps.suggest(job, definition, typed))
                    .orElseGet(() -> new DeviceLookUps.Suggestions(
                            List.of(), Messages.IntuneDeviceParameterDefinition_notOfJob()));
            response.setContentType("application/json; charset=UTF-8");
            PrivateAnswer.mark(response);
            response.getWriter().write(suggestions.json());
        }
    }

    /** The parameter of that name that a job has. */
    static Optional<IntuneDeviceParameterDefinition> of(Job<?, ?> job, String name) {
        return Optional.ofNullable(job.getProperty(ParametersDefinitionProperty.class))
                .map(parameters -> parameters.getParameterDefinition(name))
                .filter(IntuneDeviceParameterDefinition.class::isInstance)
                .map(IntuneDeviceParameterDefinition.class::cast);
    }
}
