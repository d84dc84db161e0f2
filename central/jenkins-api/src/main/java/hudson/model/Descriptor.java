package hudson.model;

import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Saveable {
    protected Descriptor() {}
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException { throw new UnsupportedOperationException(); }
    public String getDisplayName() { throw new UnsupportedOperationException(); }
    public synchronized void load() { throw new UnsupportedOperationException(); }
    public T newInstance(StaplerRequest2 req, JSONObject formData) throws FormException { throw new UnsupportedOperationException(); }
    public synchronized void save() { throw new UnsupportedOperationException(); }
    public static final class FormException extends Exception {
        public FormException(String message, String formField) {
            super(message);
        }
        public FormException(Throwable cause, String formField) {
            super(cause);
        }
    }
}
