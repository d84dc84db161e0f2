/** The pages of the assistance log, of Jenkins and of each job: search, plot, downloads, REST. */
package io.jenkins.plugins.intune.log;
