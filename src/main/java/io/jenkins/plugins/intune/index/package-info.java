/** The assistance log in memory, column by column, for searches. Knows nothing of Jenkins. */
package io.jenkins.plugins.intune.index;
