package io.jenkins.plugins.intune.link;

import java.util.stream.Stream;

/**
 * What both lanes have as it is: the JDK, the bundled libraries, and those of Jenkins that Maven Central has too. All else
 * belongs to Jenkins or to a plugin, exists in the Central lane as a signature only, and goes into the record.
 */
final class Libraries {

    private static final String[] PACKAGES = {
        // Bundled.
        "com/azure/json/",
        "com/microsoft/aad/msal4j/",
        // From the plugins metrics, apache-httpcomponents-client-5-api and bouncycastle-api, which add nothing to them.
        "com/codahale/metrics/",
        "org/apache/hc/",
        "org/bouncycastle/",
        // From Jenkins core, which adds nothing to them.
        "com/google/common/",
        "edu/umd/cs/findbugs/annotations/",
        "jakarta/servlet/",
        "org/apache/commons/fileupload2/",
        "org/jvnet/localizer/",
        "org/kohsuke/accmod/",
        "org/slf4j/",
        "org/springframework/security/",
    };

    private Libraries() {}

    /** @param name a class, as byte code writes it */
    static boolean contain(String name) {
        return Stream.of(PACKAGES).anyMatch(name::startsWith) || isOfJdk(name);
    }

    private static boolean isOfJdk(String name) {
        return ClassLoader.getPlatformClassLoader().getResource(name + ".class") != null;
    }
}
