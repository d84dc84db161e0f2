/**
 * The assistance log: who asked for assistance on which device, and what came of it. Its files, and who was asked lately.
 * Knows nothing of Jenkins.
 */
package io.jenkins.plugins.intune.audit;
