package hudson.model.queue;

import hudson.model.Queue.Task;
import org.springframework.security.core.Authentication;

public class Tasks {
    public Tasks() {}
    public static Authentication getAuthenticationOf2(Task t) { throw new UnsupportedOperationException(); }
}
