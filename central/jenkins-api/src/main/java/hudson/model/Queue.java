package hudson.model;

public class Queue implements Saveable {
    Queue() {}
    public void save() { throw new UnsupportedOperationException(); }
    public interface Executable extends Runnable {
    }
    public interface Task {
    }
}
