package hudson;

import hudson.model.Saveable;
import java.io.Closeable;
import java.io.IOException;

public class BulkChange implements Closeable {
    public BulkChange(Saveable saveable) { throw new UnsupportedOperationException(); }
    public void close() { throw new UnsupportedOperationException(); }
    public void commit() throws IOException { throw new UnsupportedOperationException(); }
}
