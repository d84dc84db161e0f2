package io.jenkins.plugins.intune.service;

import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Applies an administrator's limits as soon as they are saved. */
@Extension
@Restricted(NoExternalUse.class)
public final class LimitChange extends SaveableListener {

    @Override
    public void onChange(Saveable saved, XmlFile file) {
        if (saved instanceof IntuneConfiguration) {
            RemoteAssistanceService.get().limitsChanged();
        }
    }
}
