package io.jenkins.plugins.intune.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/** The same thing measured several times. */
final class Series {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
        values.sort(null);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    double median() {
        int half = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(half) : (values.get(half - 1) + values.get(half)) / 2;
    }

    double least() {
        return values.get(0);
    }

    double most() {
        return values.get(values.size() - 1);
    }

    void each(DoubleConsumer consumer) {
        List.copyOf(values).forEach(consumer::accept);
    }

    /** Median and range, or the one value if they are the same. */
    String text(String format) {
        if (isEmpty()) {
            return "–";
        }
        String median = number(format, median());
        String least = number(format, least());
        String most = number(format, most());
        return least.equals(most) ? median : median + " (" + least + "–" + most + ")";
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
