/**
 * An append-only file of lines that survives torn lines, a full disk and a crash. It knows nothing of what the lines say, and
 * imports nothing of the project but the texts for failures.
 */
package io.jenkins.plugins.intune.journal;
