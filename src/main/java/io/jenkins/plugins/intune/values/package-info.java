/**
 * What people type, checked: identifiers, one-line texts, and the exception that names the field at fault; whose device it is; and failures in
 * words. Everything else may import this package; it imports nothing of the project.
 */
package io.jenkins.plugins.intune.values;
