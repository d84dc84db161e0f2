/** The credential "Microsoft Entra app" and the ways in which an app proves its identity. */
package io.jenkins.plugins.intune.credentials;
