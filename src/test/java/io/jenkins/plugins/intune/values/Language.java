package io.jenkins.plugins.intune.values;

import java.util.Locale;
import java.util.function.Supplier;
import org.jvnet.localizer.LocaleProvider;

/** The language of all texts, until it is closed. */
public final class Language implements AutoCloseable {

    private final LocaleProvider before = LocaleProvider.getProvider();

    private Language() {}

    /** From now on texts are in the language that this names for each of them. */
    public static Language speak(Supplier<Locale> language) {
        Language spoken = new Language();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return language.get();
            }
        });
        return spoken;
    }

    @Override
    public void close() {
        LocaleProvider.setProvider(before);
    }
}
