/**
 * Runs a request: {@link io.jenkins.plugins.intune.driver.RequestDriver} does what {@code request} says, through the one way to
 * call Graph, and feeds back what comes of it. Knows nothing of Jenkins.
 */
package io.jenkins.plugins.intune.driver;
