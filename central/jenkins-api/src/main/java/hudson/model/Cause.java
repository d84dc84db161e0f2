package hudson.model;

import java.util.List;

public abstract class Cause {
    public Cause() {}
    public abstract String getShortDescription();
    public static class UpstreamCause extends Cause {
        UpstreamCause() {}
        public String getShortDescription() { throw new UnsupportedOperationException(); }
        public List<Cause> getUpstreamCauses() { throw new UnsupportedOperationException(); }
        public Run<?, ?> getUpstreamRun() { throw new UnsupportedOperationException(); }
    }
    public static class UserIdCause extends Cause {
        public UserIdCause() {}
        public String getShortDescription() { throw new UnsupportedOperationException(); }
        public String getUserId() { throw new UnsupportedOperationException(); }
    }
}
