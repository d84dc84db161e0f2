package jenkins.security;

import java.io.IOException;

public abstract class ConfidentialKey {
    protected ConfidentialKey(String id) {}
    protected byte[] load() throws IOException { throw new UnsupportedOperationException(); }
    protected void store(byte[] payload) throws IOException { throw new UnsupportedOperationException(); }
}
