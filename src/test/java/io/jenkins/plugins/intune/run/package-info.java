/** What {@code bin/run} starts: the plugin's main job at work against a stand-in, on the console or in a Jenkins. */
package io.jenkins.plugins.intune.run;
