package io.jenkins.plugins.intune.throttle;

public enum Priority { DECIDING, POLLING }
