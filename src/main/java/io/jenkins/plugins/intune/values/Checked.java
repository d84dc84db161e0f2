package io.jenkins.plugins.intune.values;

/**
 * A value that is made of what somebody typed or stored, and checked on the way.
 *
 * @param <T> what it becomes
 */
@FunctionalInterface
public interface Checked<T> {

    /**
     * The value; may block for a moment where something has to be read.
     *
     * @throws InvalidInputException if what it is made of cannot be used; says which field, and why
     */
    T get() throws InvalidInputException;
}
