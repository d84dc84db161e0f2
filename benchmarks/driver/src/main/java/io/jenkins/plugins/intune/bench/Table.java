package io.jenkins.plugins.intune.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a figure measured: a series for each peer and quantity. */
final class Table {

    private final Map<PeerKind, Map<String, Series>> rows = new EnumMap<>(PeerKind.class);

    void add(PeerKind peer, Map<String, String> measured) {
        measured.forEach((quantity, value) -> {
            if (value.matches("-?[0-9.]+")) {
                add(peer, quantity, Double.parseDouble(value));
            }
        });
    }

    void add(PeerKind peer, String quantity, double value) {
        rows.computeIfAbsent(peer, key -> new LinkedHashMap<>())
                .computeIfAbsent(quantity, key -> new Series())
                .add(value);
    }

    Series of(PeerKind peer, String quantity) {
        return rows.getOrDefault(peer, Map.of()).getOrDefault(quantity, new Series());
    }

    boolean has(PeerKind peer) {
        return rows.containsKey(peer);
    }

    /** One peer's median as a multiple of the better one of the SDK's two. */
    double ratioToSdk(PeerKind peer, String quantity, boolean moreIsBetter) {
        double sdk = moreIsBetter ? 0 : Double.MAX_VALUE;
        for (PeerKind kind : PeerKind.values()) {
            if (kind.isSdk() && !of(kind, quantity).isEmpty()) {
                double median = of(kind, quantity).median();
                sdk = moreIsBetter ? Math.max(sdk, median) : Math.min(sdk, median);
            }
        }
        return of(peer, quantity).median() / sdk;
    }

    /** A row of Markdown, with each quantity as {@code format}, scaled. */
    String row(PeerKind peer, Column... columns) {
        StringBuilder row = new StringBuilder("| " + peer.label());
        for (Column column : columns) {
            Series scaled = new Series();
            scale(of(peer, column.quantity()), column.scale(), scaled);
            row.append(" | ").append(scaled.text(column.format()));
        }
        return row + " |\n";
    }

    /** Head and rows of Markdown for every peer that was measured. */
    String markdown(Column... columns) {
        StringBuilder text = new StringBuilder("|");
        StringBuilder line = new StringBuilder("|---");
        for (Column column : columns) {
            text.append(" | ").append(column.head());
            line.append("|--:");
        }
        text.append(" |\n").append(line).append("|\n");
        for (PeerKind peer : PeerKind.values()) {
            if (has(peer)) {
                text.append(row(peer, columns));
            }
        }
        return text.toString();
    }

    private static void scale(Series from, double scale, Series to) {
        from.each(value -> to.add(value / scale));
    }

    /**
     * @param head what stands above it
     * @param quantity its name
     * @param scale what the values are divided by
     * @param format how they are written
     */
    record Column(String head, String quantity, double scale, String format) {}
}
