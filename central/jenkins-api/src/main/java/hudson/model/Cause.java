package hudson.model;

public abstract class Cause {
    public Cause() {}
    public static class UpstreamCause extends Cause {
        UpstreamCause() {}
        public Run<?, ?> getUpstreamRun() { throw new UnsupportedOperationException(); }
    }
    public static class UserIdCause extends Cause {
        public UserIdCause() {}
        public String getUserId() { throw new UnsupportedOperationException(); }
    }
}
