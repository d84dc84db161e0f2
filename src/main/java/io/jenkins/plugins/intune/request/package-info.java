/**
 * One request's life, as a pure function of what is known and what happened: {@link
 * io.jenkins.plugins.intune.request.Transitions} says what follows an event. Knows nothing of Jenkins, of threads, of the
 * network and of how a token is obtained; {@code driver} does what it says.
 */
package io.jenkins.plugins.intune.request;
