package io.jenkins.plugins.intune.simulation;

/** What takes time in the world, and how much: mostly near the shorter end, seldom near the longer one. */
enum Delay {
    /** From handing a task to a thread until it starts. */
    THREAD(0, 2_000),
    /** How much later than asked for a timer fires. */
    TIMER(0, 5_000),
    /** A task on a thread that writes to the disk. */
    DISK(100, 20_000),
    /** Saving a Pipeline's program. */
    SAVE(1_000, 80_000),
    /** Looking a credential up. */
    CREDENTIAL(0, 10_000),
    /** Queueing for a connection, connecting and the TLS handshake. */
    CONNECT(200, 150_000),
    /** From one side of the network to the other. */
    TRAVEL(5_000, 120_000),
    /** What Graph needs for an answer. */
    ANSWER(20_000, 400_000),
    /** What Entra ID needs for a token. */
    TOKEN(50_000, 500_000),
    /** From an accepted request to the session link. */
    SESSION(300_000, 40_000_000),
    /** From a broken connection to the moment when this side notices. */
    BREAK(1_000, 3_000_000);

    private static final long NANOS_PER_MICRO = 1_000;

    private final long least;
    private final long most;

    /** Both in microseconds. */
    Delay(long least, long most) {
        this.least = least;
        this.most = most;
    }

    /**
     * In nanoseconds.
     *
     * @param fraction where between the ends, from 0 to 1
     * @param factor how much slower everything of that kind is in this world
     */
    long nanos(double fraction, double factor) {
        double skewed = fraction * fraction * fraction;
        return (long) ((least + (most - least) * skewed) * factor) * NANOS_PER_MICRO;
    }
}
