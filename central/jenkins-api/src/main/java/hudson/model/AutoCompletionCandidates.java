package hudson.model;

public class AutoCompletionCandidates {
    public AutoCompletionCandidates add(String v) { throw new UnsupportedOperationException(); }
}
