package ccm.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All runs, and what they say: median, spread and the ratio to the unit round by round.
 *
 * @param <F> what one run measures
 */
final class Table<F> {
    private final String unit;
    private final Map<String, ToDoubleFunction<F>> columns;
    private final Map<String, Map<String, List<F>>> groups = new LinkedHashMap<>();

    /**
     * Makes an empty one.
     *
     * @param unit the subject that the others are compared with
     * @param columns how each is called, and where its figure is
     */
    Table(String unit, Map<String, ToDoubleFunction<F>> columns) {
        this.unit = unit;
        this.columns = columns;
    }

    /** Adds a run; only those of one group are compared with each other. */
    void add(String group, String subject, F figures) {
        groups.computeIfAbsent(group, key -> new LinkedHashMap<>())
                .computeIfAbsent(subject, key -> new ArrayList<>())
                .add(figures);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        groups.forEach(
                (group, rows) -> {
                    text.append(
                            String.format(
                                    "%n%s: median [min to max], then x the %s in the same round%n",
                                    group, unit));
                    columns.forEach(
                            (column, figure) -> {
                                text.append(String.format("  %s%n", column));
                                rows.keySet()
                                        .forEach(
                                                row ->
                                                        text.append(
                                                                line(rows, row, column, figure)));
                            });
                });
        return text.toString();
    }

    /** Adds a member for each subject of each group. */
    void addTo(ObjectNode runs) {
        groups.forEach(
                (group, rows) ->
                        rows.keySet()
                                .forEach(
                                        row -> {
                                            ObjectNode figures = runs.putObject(group + ", " + row);
                                            columns.forEach(
                                                    (column, figure) ->
                                                            addTo(
                                                                    figures.putObject(column),
                                                                    rows,
                                                                    row,
                                                                    figure));
                                        }));
    }

    private void addTo(
            ObjectNode cell, Map<String, List<F>> rows, String row, ToDoubleFunction<F> figure) {
        double[] values = values(rows.get(row), figure);
        cell.put("median", median(values))
                .put("min", values[0])
                .put("max", values[values.length - 1])
                .put("ratio", ratio(rows, row, figure));
    }

    private String line(
            Map<String, List<F>> rows, String row, String column, ToDoubleFunction<F> figure) {
        double[] values = values(rows.get(row), figure);
        if (Double.isNaN(values[0])) {
            return "";
        }
        String format =
                column.endsWith(" s")
                        ? "    %-18s %10.2f [%.2f to %.2f]"
                        : "    %-18s %10.0f [%.0f to %.0f]";
        String cells =
                String.format(
                        Locale.ROOT,
                        format,
                        row,
                        median(values),
                        values[0],
                        values[values.length - 1]);
        double ratio = ratio(rows, row, figure);
        return cells
                + (Double.isFinite(ratio)
                        ? String.format(Locale.ROOT, "  x%.2f%n", ratio)
                        : String.format("%n"));
    }

    /** Not a number where the unit cannot take part. */
    private double ratio(Map<String, List<F>> rows, String row, ToDoubleFunction<F> figure) {
        List<F> mine = rows.get(row);
        List<F> units = rows.getOrDefault(unit, List.of());
        if (units.isEmpty()) {
            return Double.NaN;
        }
        double[] ratios = new double[mine.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(mine.get(i)) / figure.applyAsDouble(units.get(i));
        }
        Arrays.sort(ratios);
        return median(ratios);
    }

    private double[] values(List<F> runs, ToDoubleFunction<F> figure) {
        return runs.stream().mapToDouble(figure).sorted().toArray();
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
