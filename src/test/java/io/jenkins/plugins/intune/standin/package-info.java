/**
 * A stand-in for Microsoft Graph and Entra ID, over real TLS on the loopback address: for tests, which assert on what was
 * sent to it, and for {@code bin/run}.
 */
package io.jenkins.plugins.intune.standin;
