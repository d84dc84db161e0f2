/** The build parameter "Intune device": a device that is chosen when a build is started. */
package io.jenkins.plugins.intune.parameter;
