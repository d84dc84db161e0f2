package io.jenkins.plugins.intune;

import io.jenkins.plugins.intune.link.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The tables of docs/security.md that say who gets what, each known by its number of columns. */
public final class SecurityTable {

    private SecurityTable() {}

    /** @param row takes each name of a row's first cell, and the row's other cells */
    public static void read(int columns, BiConsumer<String, List<String>> row) throws IOException {
        for (String line : Files.readAllLines(Checkout.root().resolve("docs/security.md"))) {
            // Before the first bar is a part without text.
            List<String> cells =
                    Stream.of(line.split("\\|")).skip(1).map(String::strip).toList();
            if (cells.size() == columns && cells.get(0).contains("`")) {
                for (String name : cells.get(0).replace("`", "").split(",")) {
                    row.accept(name.strip(), cells.subList(1, columns));
                }
            }
        }
    }
}
