/** What the step and the build step hold and check, and the global configuration. */
package io.jenkins.plugins.intune.settings;
