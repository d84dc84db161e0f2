package io.jenkins.plugins.intune.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.List;
import net.java.sezpoz.impl.SerAnnotatedElement;

/** Reads the index in which Jenkins finds extensions: serialized entries, then a {@code null}. */
final class SezpozIndex {

    private SezpozIndex() {}

    static List<SerAnnotatedElement> read(byte[] index) {
        List<SerAnnotatedElement> found = new ArrayList<>();
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(index))) {
            for (Object entry = input.readObject(); entry != null; entry = input.readObject()) {
                found.add((SerAnnotatedElement) entry);
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError("the index of extensions cannot be read", e);
        }
        return found;
    }
}
