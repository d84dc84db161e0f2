package org.jenkinsci.plugins.structs.describable;

import hudson.model.TaskListener;
import java.io.Serializable;
import java.util.Map;

public class UninstantiatedDescribable implements Serializable {
    public UninstantiatedDescribable(String symbol, String klass, Map<String, ?> arguments) {}
    public <T> T instantiate(Class<T> base, TaskListener listener) throws Exception { throw new UnsupportedOperationException(); }
}
