/**
 * What all builds share: HTTP client, tokens, limits and threads; a build as a request sees it; and what forms try
 * out.
 */
package io.jenkins.plugins.intune.service;
