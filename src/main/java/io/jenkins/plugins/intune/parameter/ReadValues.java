package io.jenkins.plugins.intune.parameter;

import com.google.common.collect.MapMaker;
import hudson.model.Job;
import hudson.model.ParameterValue;
import java.util.Map;

/**
 * The values that were read from Graph since Jenkins started, and for which parameter. What a value says of itself may be
 * made up by whoever may store XML, or come from a parameter that looks devices up with another app. Thread-safe.
 */
final class ReadValues {

    /** A parameter of a job, as it looks devices up. */
    private record Reader(String job, String parameter, String credentialsId) {

        static Reader of(Job<?, ?> job, IntuneDeviceParameterDefinition parameter) {
            return new Reader(job.getFullName(), parameter.getName(), String.valueOf(parameter.getCredentialsId()));
        }
    }

    /** By the very object, as long as somebody has it. */
    private static final Map<ParameterValue, Reader> READERS =
            new MapMaker().weakKeys().makeMap();

    private ReadValues() {}

    /** Notes that a value was read for a job's parameter; returns the value. */
    static IntuneDeviceParameterValue note(
            Job<?, ?> job, IntuneDeviceParameterDefinition parameter, IntuneDeviceParameterValue value) {
        READERS.put(value, Reader.of(job, parameter));
        return value;
    }

    /** Whether a value was read for that parameter of that job. */
    static boolean has(Job<?, ?> job, IntuneDeviceParameterDefinition parameter, ParameterValue value) {
        return Reader.of(job, parameter).equals(READERS.get(value));
    }
}
