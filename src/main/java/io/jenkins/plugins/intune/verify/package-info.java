/**
 * Tries out whether an app can do what is asked of it, and says so in findings for people. Knows nothing of Jenkins.
 */
package io.jenkins.plugins.intune.verify;
