/** Numbers for the Metrics plugin. */
package io.jenkins.plugins.intune.metrics;
