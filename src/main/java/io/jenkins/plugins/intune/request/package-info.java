/**
 * One request's life: {@link io.jenkins.plugins.intune.request.Transitions} says, as a pure function of what is known and
 * what happened, what follows; {@link io.jenkins.plugins.intune.request.RequestDriver} does it. Knows nothing of Jenkins
 * and nothing of how a token is obtained.
 */
package io.jenkins.plugins.intune.request;
