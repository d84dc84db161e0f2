package io.jenkins.plugins.intune.simulation;

/** A moment in a controller's life at which it may die. */
enum Moment {
    /** Anything at all has happened in the process. */
    EVENT,
    /** A build was begun or resumed. */
    BUILD_BEGUN,
    /** The credential of a build was looked up. */
    CREDENTIAL_FOUND,
    /** Something is being done on the disk. */
    DISK,
    /** A save was asked for. */
    SAVE_BEGUN,
    /** A save is done. */
    SAVED,
    /** A request has left. */
    LEFT,
    /** A request has reached Intune. */
    ARRIVED,
    /** Intune's answer has come. */
    ANSWERED
}
