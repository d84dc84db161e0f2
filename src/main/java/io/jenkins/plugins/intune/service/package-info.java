/** What all builds share: HTTP client, tokens, limits and threads; a build as a request sees it; and try-outs for forms. */
package io.jenkins.plugins.intune.service;
