package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.trail.Requester;
import java.time.Instant;

/**
 * The latest request of another build for a device.
 *
 * @param at when it left, or claimed the device
 * @param requester who asked, by the job's present name
 * @param claimed whether it is only about to ask
 */
public record LastAsked(Instant at, Requester requester, boolean claimed) {}
