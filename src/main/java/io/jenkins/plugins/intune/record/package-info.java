/** What a build remembers of its requests and shows: actions, pages, downloads, REST, and who may see a session link. */
package io.jenkins.plugins.intune.record;
