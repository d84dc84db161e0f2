package io.jenkins.plugins.intune.freestyle;

import hudson.FilePath;
import io.jenkins.plugins.intune.fleet.DeviceLines;
import io.jenkins.plugins.intune.values.FileCharset;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** A list of devices in a build's workspace. */
final class DeviceFile {

    /** Largest file: a list has no more characters than that, each of a byte at least. */
    private static final int MAX_BYTES = DeviceLines.MAX_LENGTH;

    private DeviceFile() {}

    /**
     * Reads it.
     *
     * @param path below the workspace and nowhere else, because a message may quote the file in the log
     * @throws InvalidInputException if it is not there, or cannot be such a list
     */
    static String read(FilePath workspace, String path)
            throws InvalidInputException, IOException, InterruptedException {
        FilePath file = workspace.child(path);
        requireBelow(workspace, file, path);
        if (!file.exists() || file.isDirectory()) {
            throw new InvalidInputException("deviceFile", Messages.DeviceFile_missing(path));
        }
        byte[] content;
        try (InputStream in = file.read()) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        // A link on the way may have been made to lead elsewhere in between.
        requireBelow(workspace, file, path);
        if (content.length > MAX_BYTES) {
            throw new InvalidInputException("deviceFile", Messages.DeviceFile_tooLong(path, MAX_BYTES >> 20));
        }
        try {
            return FileCharset.of(content)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException otherEncoding) {
            throw new InvalidInputException("deviceFile", Messages.DeviceFile_encoding(path));
        }
    }

    private static void requireBelow(FilePath workspace, FilePath file, String path)
            throws InvalidInputException, IOException, InterruptedException {
        if (!isBelow(workspace, file)) {
            throw new InvalidInputException("deviceFile", Messages.DeviceFile_outside(path));
        }
    }

    /** Whether it is below the workspace, also after all symbolic links on the way are resolved. */
    private static boolean isBelow(FilePath workspace, FilePath file) throws IOException, InterruptedException {
        // Both without dots in them, which Jenkins does not resolve where a folder does not exist.
        // A drive's root ends with a separator, and nothing else does.
        String root = workspace.getRemote().replaceFirst("[/\\\\]$", "");
        String path = file.getRemote();
        boolean inName = path.startsWith(root) && path.substring(root.length()).matches("[/\\\\].+");
        try {
            return inName && workspace.isDescendant(path.substring(root.length() + 1));
        } catch (IllegalArgumentException noPath) {
            return false;
        }
    }
}
