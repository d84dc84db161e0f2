/**
 * Microsoft Graph: clouds, the ten forms of a device's address, calls, and what Graph's errors mean. Knows nothing of Jenkins
 * and nothing of how a token is obtained.
 */
package io.jenkins.plugins.intune.graph;
