/** Session links, which are confidential: encrypted on disk, dropped after a time, masked in logs. */
package io.jenkins.plugins.intune.links;
