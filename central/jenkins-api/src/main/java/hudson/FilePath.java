package hudson;

import java.io.IOException;
import java.io.InputStream;

public final class FilePath {
    private FilePath() {}
    public FilePath child(String relOrAbsolute) { throw new UnsupportedOperationException(); }
    public boolean exists() throws IOException, InterruptedException { throw new UnsupportedOperationException(); }
    public String getRemote() { throw new UnsupportedOperationException(); }
    public boolean isDescendant(String potentialChildRelativePath) throws IOException, InterruptedException { throw new UnsupportedOperationException(); }
    public boolean isDirectory() throws IOException, InterruptedException { throw new UnsupportedOperationException(); }
    public InputStream read() throws IOException, InterruptedException { throw new UnsupportedOperationException(); }
}
