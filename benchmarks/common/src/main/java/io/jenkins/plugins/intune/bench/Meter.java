package io.jenkins.plugins.intune.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What this JVM has used up. Not thread-safe. */
public final class Meter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private long cpu;
    private Map<Long, Long> allocated;

    /** Begins to count. */
    void start() {
        allocated = allocated();
        THREADS.resetPeakThreadCount();
        cpu = SYSTEM.getProcessCpuTime();
    }

    /** CPU time of all threads since then, the collector's and compiler's too, in microseconds. */
    long cpuMicros() {
        return (SYSTEM.getProcessCpuTime() - cpu) / 1000;
    }

    /** Bytes allocated since then. What a thread allocated that came and went in between is not known. */
    long allocatedBytes() {
        long sum = 0;
        for (Map.Entry<Long, Long> now : allocated().entrySet()) {
            sum += now.getValue() - allocated.getOrDefault(now.getKey(), 0L);
        }
        return sum;
    }

    /** Live threads now. */
    static int threads() {
        return THREADS.getThreadCount();
    }

    /** The most threads at any moment since the start. */
    static int peakThreads() {
        return THREADS.getPeakThreadCount();
    }

    /** Classes loaded so far. */
    static long classes() {
        return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    }

    /** CPU time since the JVM began, in microseconds. */
    public static long totalCpuMicros() {
        return SYSTEM.getProcessCpuTime() / 1000;
    }

    /** The heap in use after a collection, in bytes. */
    public static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The most memory that the process held, in kB, where the system tells (Linux), or -1. */
    static long peakResidentKilobytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException notLinux) {
            // Reported as unknown.
        }
        return -1;
    }

    private static Map<Long, Long> allocated() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            byThread.put(ids[i], Math.max(0, bytes[i]));
        }
        return byThread;
    }
}
