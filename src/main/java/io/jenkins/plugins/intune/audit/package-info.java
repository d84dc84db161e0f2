/**
 * The assistance log: who asked for assistance on which device, and what came of it. Its lines on disk, its index in
 * memory, and who was asked lately. Knows nothing of Jenkins.
 */
package io.jenkins.plugins.intune.audit;
