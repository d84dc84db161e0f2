package io.jenkins.plugins.intune.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A credential of another plugin that cannot be read is named in a sentence. */
class ForeignCredentialTest {

    static Stream<Callable<String>> failures() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("the vault\nis sealed");
                },
                () -> {
                    throw new IOException("the vault is sealed");
                },
                () -> {
                    throw new NoClassDefFoundError("the vault is sealed");
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverFailsIsASentenceThatNamesTheCredential(Callable<String> value) {
        InvalidInputException said =
                assertThrows(InvalidInputException.class, () -> ForeignCredential.read("certificateId", "cert", value));

        assertEquals("certificateId", said.field());
        assertTrue(said.problem().contains("\"cert\""), said.problem());
        assertTrue(said.problem().endsWith("the vault is sealed"), said.problem());
    }

    @Test
    void nothingIsSaidToBeNothing() {
        InvalidInputException said =
                assertThrows(InvalidInputException.class, () -> ForeignCredential.read("tokenId", "token", () -> null));

        assertEquals("The credential \"token\" was found, but it is empty.", said.problem());
    }

    @Test
    void whatIsWrongWithTheContentIsSaidAsItIs() {
        InvalidInputException wrong = new InvalidInputException("certificateId", "The password is wrong.");

        assertSame(
                wrong,
                assertThrows(
                        InvalidInputException.class,
                        () -> ForeignCredential.read("certificateId", "cert", () -> {
                            throw wrong;
                        })));
    }

    @Test
    void aValueIsHandedOn() throws Exception {
        assertEquals("value", ForeignCredential.read("tokenId", "token", () -> "value"));
    }
}
