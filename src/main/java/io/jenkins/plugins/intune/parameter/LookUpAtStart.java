package io.jenkins.plugins.intune.parameter;

import hudson.AbortException;
import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Environment;
import hudson.model.Executor;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.values.SystemLog;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.CauseOfInterruption;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Looks up, when a build starts, what was not looked up before: a default value, what another job or a trigger passes on, and
 * a value that was read for another parameter than this job's. It runs after all other listeners, so that these know a build
 * that it ends.
 */
@Extension(ordinal = -1_000)
@Restricted(NoExternalUse.class)
public final class LookUpAtStart extends RunListener<Run<?, ?>> {

    private static final Logger LOGGER = Logger.getLogger(LookUpAtStart.class.getName());

    /** Why a Pipeline ends before it begins. */
    private static final class NoDevice extends CauseOfInterruption {

        @Serial
        private static final long serialVersionUID = 1L;

        private final String problem;

        NoDevice(String problem) {
            this.problem = problem;
        }

        @Override
        public String getShortDescription() {
            return problem;
        }
    }

    @Override
    public void onStarted(Run<?, ?> run, TaskListener listener) {
        Executor executor = Executor.currentExecutor();
        // Other kinds of build are handled at a better moment.
        if (run instanceof AbstractBuild || executor == null) {
            return;
        }
        try {
            read(run, listener);
        } catch (AbortException none) {
            // The one way to end a Pipeline from here: it checks whether it was interrupted before its script begins.
            executor.interrupt(Result.FAILURE, new NoDevice(none.getMessage()));
        }
    }

    @Override
    public Environment setUpEnvironment(AbstractBuild build, Launcher launcher, BuildListener listener)
            throws IOException, InterruptedException {
        read(build, listener);
        return super.setUpEnvironment(build, launcher, listener);
    }

    private static void read(Run<?, ?> run, TaskListener listener) throws AbortException {
        ParametersDefinitionProperty parameters = run.getParent().getProperty(ParametersDefinitionProperty.class);
        if (parameters == null) {
            return;
        }
        // There is more than one where several plugins have something to say.
        List<ParametersAction> given = run.getActions(ParametersAction.class);
        List<ParametersAction> read = new ArrayList<>();
        for (ParametersAction action : given) {
            read.add(read(run, listener, parameters, action));
        }
        if (!read.equals(given)) {
            // Pipelines see the first one alone, so their order stays.
            int first = 0;
            while (read.get(first) == given.get(first)) {
                first++;
            }
            for (int i = first; i < given.size(); i++) {
                run.removeAction(given.get(i));
                run.addAction(read.get(i));
            }
            save(run);
        }
    }

    private static ParametersAction read(
            Run<?, ?> run, TaskListener listener, ParametersDefinitionProperty parameters, ParametersAction action)
            throws AbortException {
        List<ParameterValue> read = new ArrayList<>();
        for (ParameterDefinition definition : parameters.getParameterDefinitions()) {
            if (definition instanceof IntuneDeviceParameterDefinition parameter) {
                for (ParameterValue value : action.getParameters()) {
                    if (value.getName().equals(parameter.getName())) {
                        read(run, listener, parameter, value, read);
                    }
                }
            }
        }
        return read.isEmpty() ? action : action.createUpdated(read);
    }

    private static void read(
            Run<?, ?> run,
            TaskListener listener,
            IntuneDeviceParameterDefinition parameter,
            ParameterValue value,
            List<ParameterValue> read)
            throws AbortException {
        try {
            if (!ReadValues.has(run.getParent(), parameter, value) || !parameter.permits(value)) {
                DeviceTarget target = parameter.target(IntuneDeviceParameterValue.given(value));
                DeviceDetails device = DeviceLookUps.atStart(run, parameter, target);
                listener.getLogger()
                        .println(Messages.LookUpAtStart_read(parameter.getName(), target, device.describe()));
                read.add(ReadValues.note(run.getParent(), parameter, parameter.value(device)));
            }
        } catch (RefusedValueException refused) {
            throw new AbortException(refused.getMessage());
        }
    }

    private static void save(Run<?, ?> run) {
        try {
            run.save();
        } catch (IOException unsaved) {
            SystemLog.log(LOGGER, Level.WARNING, "could not save the device of " + run, unsaved);
        }
    }
}
