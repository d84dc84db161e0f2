/**
 * The kinds of device that a person can choose: what a Pipeline writes as {@code managedDevice('…')} and a form offers
 * in a drop-down. Each is thin; what an address means is in the {@code graph} package.
 */
package io.jenkins.plugins.intune.device;
