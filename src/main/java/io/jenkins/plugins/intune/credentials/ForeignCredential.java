package io.jenkins.plugins.intune.credentials;

import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.concurrent.Callable;

/**
 * Reads from credentials of other plugins. Their values may come from a server or a file when they are read, so reading can
 * fail in any way.
 */
final class ForeignCredential {

    private static final int MAX_REASON = 300;

    private ForeignCredential() {}

    /**
     * Reads a value.
     *
     * @param field the field that names the credential
     * @param id the credential's id
     * @param value reads it
     * @throws InvalidInputException if that fails, or there is no value
     */
    static <T> T read(String field, String id, Callable<T> value) throws InvalidInputException {
        T read;
        try {
            read = value.call();
        } catch (InvalidInputException wrong) {
            throw wrong;
        } catch (Exception | LinkageError broken) {
            String reason = PlainText.oneLine(Failures.reason(broken), MAX_REASON);
            throw new InvalidInputException(
                    field, Messages.ForeignCredential_unreadable(AppCredentials.shown(id), reason));
        }
        if (read == null) {
            throw new InvalidInputException(field, Messages.ForeignCredential_empty(AppCredentials.shown(id)));
        }
        return read;
    }
}
