package net.sf.json;

import java.util.Set;

public final class JSONObject {
    public JSONObject() {}
    public JSONObject element(String key, Object value) { throw new UnsupportedOperationException(); }
    public String getString(String key) { throw new UnsupportedOperationException(); }
    public String optString(String key) { throw new UnsupportedOperationException(); }
    public Set<String> keySet() { throw new UnsupportedOperationException(); }
    public Object remove(String key) { throw new UnsupportedOperationException(); }
    public boolean has(String key) { throw new UnsupportedOperationException(); }
}
