package io.jenkins.plugins.intune.request;

import java.util.List;

/**
 * What follows an event.
 *
 * @param next what is known from now on
 * @param effects what to do, in this order
 */
public record Step(Situation next, List<Effect> effects) {}
