package io.jenkins.plugins.intune;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long every test waits for what must happen. A machine may be busy, and what happens at once costs no time. */
public final class Patience implements BeforeAllCallback {

    /** Long enough for any machine; whoever counts mutants, most of which never do what is awaited, waits less. */
    public static final Duration TIME = Duration.ofSeconds(Integer.getInteger("intune.patience", 60));

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(TIME);
    }
}
