package com.cloudbees.plugins.credentials;

import java.io.Serializable;

public class SecretBytes implements Serializable {
    SecretBytes() {}
    public static SecretBytes fromString(String data) { throw new UnsupportedOperationException(); }
    public byte[] getPlainData() { throw new UnsupportedOperationException(); }
    public static byte[] getPlainData(SecretBytes s) { throw new UnsupportedOperationException(); }
}
