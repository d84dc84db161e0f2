/**
 * Finds the stored credential that an ID means, where a build runs, a form is filled in or another credential refers to it:
 * whose rights count there, and which references are refused.
 */
package io.jenkins.plugins.intune.references;
