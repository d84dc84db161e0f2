package io.jenkins.plugins.intune.simulation;

/** A call to Graph, as the world saw it: what really became of it, and what its sender was told. Times are the world's. */
final class Call {

    /** What the core was told in the end of a call. */
    enum Word {
        /** Nothing yet. */
        NONE,
        /** It never left. */
        NEVER_LEFT,
        /** Intune accepted it; or a read was answered. */
        ACCEPTED,
        /** It was not processed, in Graph's own words. */
        NOT_PROCESSED,
        /** The token was refused. */
        TOKEN_REFUSED,
        /** It was refused. */
        REFUSED,
        /** Nobody can know what became of it. */
        UNCLEAR;

        /** Whether whoever heard this may think that the request was processed. */
        boolean leavesDoubt() {
            return this == NONE || this == UNCLEAR;
        }
    }

    private static final long NEVER = -1;

    final int number;
    final Machine machine;
    final SimulatedBuild build;
    final SimulatedStep step;
    /** Whether it asks for remote assistance; all others only read. */
    final boolean write;
    /** Null if it is about no device, or about one that does not exist. */
    final SimulatedDevice device;

    final String token;
    final long createdAt;

    /** The {@code client-request-id} that it bears; null if it bears none. */
    String clientRequestId;

    long leftAt = NEVER;
    long arrivedAt = NEVER;
    long processedAt = NEVER;
    long toldAt = NEVER;
    /** Whether the connection gave it back untouched after it had seemed to leave. */
    boolean returned;

    boolean accepted;
    Word word = Word.NONE;
    /** How long Graph asked to wait with its answer, if that can be read; 0 for not at all. */
    double holdSeconds;
    /** What was told, for the story. */
    String told = "nothing";
    /** Whether the answer came as a whole. */
    boolean whole;
    /** For a read of a device: the link that stood there; the empty string for none, null if it was no such read. */
    String linkRead;

    Call(
            int number,
            Machine machine,
            SimulatedStep step,
            boolean write,
            SimulatedDevice device,
            String token,
            long createdAt) {
        this.number = number;
        this.machine = machine;
        this.step = step;
        build = step.build;
        this.write = write;
        this.device = device;
        this.token = token;
        this.createdAt = createdAt;
    }

    /** Whether any of it may have reached the network. */
    boolean left() {
        return leftAt != NEVER && !returned;
    }

    /** Whether its sender must take it for one that has left. */
    boolean seemedToLeave() {
        return leftAt != NEVER;
    }

    boolean arrived() {
        return arrivedAt != NEVER;
    }

    boolean isTold() {
        return toldAt != NEVER;
    }

    /** Its sender hears what became of it. Only the first word counts. */
    void tell(long now, Word heard, String text) {
        if (!isTold()) {
            toldAt = now;
            word = heard;
            told = text;
        }
    }

    /** Whether it told its sender which link stands at the device. */
    boolean toldLink() {
        return linkRead != null && isTold() && whole;
    }

    /** Whether its sender was told, as far as Graph's own words go, that it was not processed and may be sent again. */
    boolean mayBeThoughtUnprocessed() {
        return word == Word.NOT_PROCESSED || word == Word.TOKEN_REFUSED;
    }

    /** Whether the core may think that it was processed: nobody told it otherwise. */
    boolean mayBeThoughtProcessed() {
        return word == Word.ACCEPTED || leavesDoubt();
    }

    /** Whether it may have reached Intune, and nobody told whether it did. */
    boolean leavesDoubt() {
        boolean diedWithIt = word == Word.NONE && !machine.lives();
        return leftAt != NEVER && word.leavesDoubt() || diedWithIt;
    }

    @Override
    public String toString() {
        return (write ? "request " : "read ") + number + (device == null ? "" : " for " + device);
    }
}
