/**
 * What follows a call to Graph that has no answer, or not the one that was hoped for: whether it can have been
 * processed, whether another attempt is worth it, and when. The rules stand here once, for the action, the reads and
 * the look-ups.
 */
package io.jenkins.plugins.intune.retry;
