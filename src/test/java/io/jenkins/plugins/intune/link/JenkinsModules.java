package io.jenkins.plugins.intune.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Manifest;

/** Tells from the real jars on the class path which plugin a class comes from. */
final class JenkinsModules {

    private final Map<URL, String> known = new HashMap<>();

    /** The plugin's short name, or {@link ReferenceRecord#CORE}. */
    String of(String className) {
        URL file = JenkinsModules.class.getClassLoader().getResource(className + ".class");
        if (file == null) {
            throw new IllegalArgumentException(Names.of(className) + " is not on the class path");
        }
        try {
            if (file.openConnection() instanceof JarURLConnection jar) {
                String module = known.get(jar.getJarFileURL());
                if (module == null) {
                    module = shortName(jar.getManifest());
                    known.put(jar.getJarFileURL(), module);
                }
                return module;
            }
            return ReferenceRecord.CORE;
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static String shortName(Manifest manifest) {
        String name = manifest == null ? null : manifest.getMainAttributes().getValue("Short-Name");
        return name == null ? ReferenceRecord.CORE : name;
    }
}
