package io.jenkins.plugins.intune.parameter;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.intune.driver.DeviceReads;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceSearch;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.service.DeviceDirectory;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.LookUpRate;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.Sentences;
import io.jenkins.plugins.intune.values.SystemLog;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Looks devices up for a parameter: while somebody types, when a value is submitted, and when a build starts with a value
 * that nobody has looked up before. All of them block, for a bounded time, and find only what the parameter's author allows.
 */
final class DeviceLookUps {

    private static final Logger LOGGER = Logger.getLogger(DeviceLookUps.class.getName());

    /** Most devices that are suggested at once. */
    static final int MAX_SUGGESTIONS = 20;

    /** Most look-ups of a person in a minute: typing the names of a dozen devices takes no more. */
    private static final LookUpRate PERSONS = new LookUpRate(60, System::nanoTime);

    /** Most look-ups of a job's parameters in a minute, whoever makes them. */
    private static final LookUpRate JOBS = new LookUpRate(300, System::nanoTime);

    /** Longest wait for somebody who types. */
    private static final Duration WHILE_TYPING = Duration.ofSeconds(5);

    /** Longest wait for a request or a command that starts a build. */
    private static final Duration WHEN_SUBMITTED = Duration.ofSeconds(10);

    /** Longest wait of a build when it starts: nobody watches, and Graph may throttle for a while. */
    private static final Duration AT_START = Duration.ofMinutes(1);

    /**
     * Suggestions for somebody who types.
     *
     * @param devices the devices to choose from
     * @param message how many there are, or why there are none, for people
     */
    record Suggestions(List<DeviceDetails> devices, String message) {

        /** As the browser reads them. */
        String json() {
            return Json.write(Map.of(
                    "message",
                    message,
                    "devices",
                    devices.stream()
                            .map(device -> Map.of(
                                    "id", device.id(),
                                    "name", device.name(),
                                    "serialNumber", device.serialNumber(),
                                    "user", device.user()))
                            .toList()));
        }
    }

    private DeviceLookUps() {}

    /** Suggests devices. The caller must have checked that the user may start builds of the job. */
    static Suggestions suggest(Job<?, ?> job, IntuneDeviceParameterDefinition parameter, String typed) {
        try {
            // First of all, so that texts which people do not type are counted, too.
            if (!mayLookUp(job)) {
                return new Suggestions(List.of(), Messages.DeviceLookUps_tooMany());
            }
            DeviceScope scope = parameter.scope();
            List<DeviceQuery> beginnings = scope.beginnings(typed);
            return suggestions(
                    new DeviceDirectory(
                                    CredentialLookup.in(CredentialPlace.of(job)),
                                    job,
                                    parameter.getCredentialsId(),
                                    WHILE_TYPING)
                            .beginningWith(beginnings),
                    scope,
                    job,
                    PlainText.oneLine(typed, 40));
        } catch (InvalidInputException notYet) {
            return new Suggestions(List.of(), notYet.problem());
        }
    }

    private static Suggestions suggestions(
            List<DeviceReads.Outcome<DeviceSearch.Listing>> outcomes, DeviceScope scope, Job<?, ?> job, String typed) {
        Map<String, DeviceDetails> found = new LinkedHashMap<>();
        boolean more = false;
        for (DeviceReads.Outcome<DeviceSearch.Listing> outcome : outcomes) {
            if (outcome.value().isPresent()) {
                DeviceSearch.Listing listing = outcome.value().get();
                listing.devices().stream().filter(scope::permits).forEach(device -> found.put(device.id(), device));
                more |= listing.more();
            }
        }
        List<DeviceDetails> devices = found.values().stream()
                .sorted(Comparator.comparing(DeviceDetails::name, String.CASE_INSENSITIVE_ORDER))
                .limit(MAX_SUGGESTIONS)
                .toList();
        String problem = outcomes.stream()
                .filter(outcome -> outcome.failure().isPresent())
                .findFirst()
                .map(outcome -> words(outcome, job))
                .orElse("");
        String count = count(found.size(), devices.size(), scope.isAll() ? more : null, typed);
        return new Suggestions(
                devices, devices.isEmpty() && !problem.isEmpty() ? problem : Sentences.join(count, problem));
    }

    /** @param more whether Graph has more, or {@code null} if that must not be told */
    private static String count(int found, int shown, @CheckForNull Boolean more, String typed) {
        if (found == 0) {
            return Boolean.FALSE.equals(more)
                    ? Messages.DeviceLookUps_none(typed)
                    : Messages.DeviceLookUps_noneYet(typed);
        }
        if (found > shown || Boolean.TRUE.equals(more)) {
            return Messages.DeviceLookUps_more(shown);
        }
        return more == null ? Messages.DeviceLookUps_foundSoFar(shown) : Messages.DeviceLookUps_found(shown);
    }

    private static boolean mayLookUp(Job<?, ?> job) {
        return PERSONS.take(Jenkins.getAuthentication2().getName()) && JOBS.take(job.getFullName());
    }

    /**
     * Reads the device that was submitted.
     *
     * @param submitted an Intune device id, or a look-up
     * @throws RefusedValueException if it is neither, or not exactly one device that may be chosen
     */
    static IntuneDeviceParameterValue submitted(
            Job<?, ?> job, IntuneDeviceParameterDefinition parameter, String submitted) {
        DeviceTarget target = parameter.target(submitted);
        if (!mayLookUp(job)) {
            throw new RefusedValueException(parameter.getName(), Messages.DeviceLookUps_tooMany());
        }
        DeviceReads.Outcome<DeviceDetails> outcome = find(
                new DeviceDirectory(
                        CredentialLookup.in(CredentialPlace.of(job)),
                        job,
                        parameter.getCredentialsId(),
                        WHEN_SUBMITTED),
                parameter,
                target);
        DeviceDetails device = outcome.value()
                .orElseThrow(() -> new RefusedValueException(
                        parameter.getName(),
                        outcome.failure().isPresent() ? words(outcome, job) : notFound(outcome, parameter, target)));
        return ReadValues.note(job, parameter, parameter.value(device));
    }

    /**
     * Reads the device of a build that has just started.
     *
     * @throws AbortException if it is not exactly one device that may be chosen
     */
    static DeviceDetails atStart(Run<?, ?> run, IntuneDeviceParameterDefinition parameter, DeviceTarget target)
            throws AbortException {
        DeviceReads.Outcome<DeviceDetails> outcome = find(
                new DeviceDirectory(CredentialLookup.of(run), run.getParent(), parameter.getCredentialsId(), AT_START),
                parameter,
                target);
        if (outcome.value().isEmpty()) {
            // The log of a build is for those who maintain the job, too.
            String told = outcome.wording().get();
            String problem = outcome.failure()
                    .map(failure -> told.isEmpty() ? words(failure) : told)
                    .orElseGet(() -> notFound(outcome, parameter, target));
            throw new AbortException(Messages.RefusedValueException_message(parameter.getName(), problem));
        }
        return outcome.value().get();
    }

    private static DeviceReads.Outcome<DeviceDetails> find(
            DeviceDirectory directory, IntuneDeviceParameterDefinition parameter, DeviceTarget target) {
        Predicate<DeviceDetails> meant = target instanceof DeviceAddress address
                ? device -> device.id().equals(address.deviceId().orElseThrow())
                : device -> true;
        return directory.find(target, meant.and(parameter.checkedScope()::permits));
    }

    /** The same words whether there is no such device or none that may be chosen. */
    private static String notFound(
            DeviceReads.Outcome<?> outcome, IntuneDeviceParameterDefinition parameter, DeviceTarget target) {
        String prefix = parameter.checkedScope().namePrefix();
        String problem = target instanceof DeviceAddress
                ? Messages.DeviceLookUps_noSuchId()
                : outcome.wording().get();
        return prefix.isEmpty() ? problem : Sentences.join(problem, Messages.DeviceLookUps_prefix(prefix));
    }

    /** What people who start builds are told: the details are for those who maintain the job, and go to Jenkins' log. */
    private static String words(DeviceReads.Outcome<?> outcome, Job<?, ?> job) {
        ReadFailure failure = outcome.failure().orElseThrow();
        SystemLog.log(
                LOGGER,
                Level.INFO,
                "a device was not read for " + job + ": "
                        + PlainText.oneLine(outcome.wording().get(), 1_000));
        return words(failure);
    }

    private static String words(ReadFailure failure) {
        if (!failure.atGraph()) {
            return Messages.DeviceLookUps_noAccess();
        }
        return switch (failure.kind()) {
            case TOKEN_REFUSED, TOKEN_OUTDATED -> Messages.DeviceLookUps_notPermitted();
            case LATER -> Messages.DeviceLookUps_throttled();
            case TEMPORARY -> Messages.DeviceLookUps_unreachable();
            case FINAL -> Messages.DeviceLookUps_refused();
        };
    }
}
