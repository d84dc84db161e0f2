/** The freestyle build step, a run of it, and the list of devices that it may read from the workspace. */
package io.jenkins.plugins.intune.freestyle;
