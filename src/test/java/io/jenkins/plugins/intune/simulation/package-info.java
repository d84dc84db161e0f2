/**
 * A simulated world for the plugin's core: Intune, Entra ID, the network, disks, clocks and whole controllers on one thread,
 * in virtual time. A seed decides everything that happens, so a run that shows a fault shows it again. The world knows what
 * really happened, and {@code Invariants} compares that with what the builds said. See {@code bin/simulate --help}.
 */
package io.jenkins.plugins.intune.simulation;
