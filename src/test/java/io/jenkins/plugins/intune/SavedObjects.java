package io.jenkins.plugins.intune;

import io.jenkins.plugins.intune.link.Checkout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fixtures under {@code src/test/resources/…/saved-state}: objects as a version of the plugin saved them, under names. They
 * are never written again, because that is what lies on people's disks; {@code -Dintune.saveState=VERSION} writes those of a
 * new version.
 */
public final class SavedObjects {

    private SavedObjects() {}

    /** The version whose fixtures are to be written, or {@code null} for none. */
    public static String versionToWrite() {
        return System.getProperty("intune.saveState");
    }

    /** Where a fixture lies. */
    public static Path file(String name) {
        return Checkout.root().resolve("src/test/resources/io/jenkins/plugins/intune/saved-state/" + name);
    }

    /** Writes a fixture. */
    public static void write(String name, Map<String, Object> samples) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, Object> sample : samples.entrySet()) {
            lines.append(sample.getKey())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(serialize(sample.getValue())))
                    .append('\n');
        }
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), lines);
    }

    /** Reads a fixture. */
    public static Map<String, Object> read(String name) throws IOException {
        return Files.readAllLines(file(name)).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(
                        line -> line[0], line -> deserialize(Base64.getDecoder().decode(line[1]))));
    }

    /** What comes back of an object that is saved now. */
    public static Object copy(Object object) throws IOException {
        return deserialize(serialize(object));
    }

    private static byte[] serialize(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object deserialize(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
