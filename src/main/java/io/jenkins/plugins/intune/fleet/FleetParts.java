package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.BuildContext;

/**
 * What the devices of a fleet share.
 *
 * @param build the build
 * @param access the credential
 * @param journal where states are kept
 * @param claims who asks which device
 */
record FleetParts(BuildContext build, FleetAccess access, FleetJournal journal, FleetClaims claims) {}
