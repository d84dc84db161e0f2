package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.http.HttpSender;

/**
 * What a credential gives a build.
 *
 * @param app whose credential it is
 * @param tokens the app's tokens, as all builds of the process share them
 * @param sender the HTTP client
 */
record SimulatedAccess(SimulatedApp app, BearerTokens tokens, HttpSender sender) {

    CloudEndpoints endpoints() {
        return Outside.ENDPOINTS;
    }
}
