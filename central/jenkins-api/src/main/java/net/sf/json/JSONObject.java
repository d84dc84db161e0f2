package net.sf.json;

public final class JSONObject {
    public JSONObject() {}
    public JSONObject element(String key, Object value) { throw new UnsupportedOperationException(); }
    public String getString(String key) { throw new UnsupportedOperationException(); }
    public boolean has(String key) { throw new UnsupportedOperationException(); }
}
