/**
 * The plugin as Jenkins sees it: the Pipeline step, the freestyle build step and the global configuration, all thin, and
 * the service that they share. Imports run from here to {@code device} and {@code credentials}, and from there to
 * {@code graph}, {@code entra} and {@code http}; nothing imports upwards.
 */
package io.jenkins.plugins.intune;
