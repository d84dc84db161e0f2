package hudson.model;

public abstract class Environment {
    public Environment() {}
}
