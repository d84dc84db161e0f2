package io.jenkins.plugins.intune.graph;

/**
 * Which device is meant: by its address, or by a property that it has to be looked up by. Immutable; its text names the
 * device for people.
 */
public sealed interface DeviceTarget permits DeviceAddress, DeviceQuery {}
