/** The Pipeline step, and a run of it: what is saved with the Pipeline, and how it tells its end. */
package io.jenkins.plugins.intune.pipeline;
