package hudson.util;

import java.util.concurrent.ThreadFactory;

public final class NamingThreadFactory implements ThreadFactory {
    public NamingThreadFactory(ThreadFactory delegate, String name) {}
    public Thread newThread(Runnable task) { throw new UnsupportedOperationException(); }
}
