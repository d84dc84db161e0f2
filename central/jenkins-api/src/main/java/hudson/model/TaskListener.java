package hudson.model;

import java.io.PrintStream;
import java.io.PrintWriter;

public interface TaskListener {
    PrintStream getLogger();
    default PrintWriter error(String msg) { throw new UnsupportedOperationException(); }
}
