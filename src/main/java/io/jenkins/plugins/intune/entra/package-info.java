/**
 * Entra ID: app-only tokens through msal4j, one request for any number of callers, and what Entra's errors mean. Knows
 * nothing of Jenkins and nothing of Graph.
 */
package io.jenkins.plugins.intune.entra;
