/** What the plugin's forms share: who may have a value checked, and how a refusal is shown. */
package io.jenkins.plugins.intune.form;
