/**
 * Requests for many devices at once: as fast as Intune's limit permits, each device with an outcome and a saved state of its
 * own. Knows nothing of Jenkins.
 */
package io.jenkins.plugins.intune.fleet;
