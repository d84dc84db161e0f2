/**
 * Permits under Intune's limits, for writes and reads, one throttle for each app in each tenant. {@link
 * io.jenkins.plugins.intune.throttle.AppThrottle} acts: it has the queues, the lock and the wake-up. What decides knows no
 * clock, no thread and no I/O: how much of a limit is this controller's ({@code Share}), what the server still counts
 * ({@code SlidingWindow}), and what both mean for the next request ({@code Allowance}).
 */
package io.jenkins.plugins.intune.throttle;
