/** What the assistance log consists of: its lines, and what a request's lines say together. Knows nothing of Jenkins. */
package io.jenkins.plugins.intune.trail;
