/**
 * Holds the plugin to the real Jenkins, byte code by byte code. {@code central/jenkins-api} is written by hand; the checks
 * here are why it can be trusted. See "Two lanes" in {@code docs/architecture.md}.
 */
package io.jenkins.plugins.intune.link;
