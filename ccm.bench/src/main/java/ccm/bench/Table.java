package ccm.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All runs, and what they say: median, spread and the ratio to the plain bridge round by round. */
final class Table {
    private static final Map<String, ToDoubleFunction<Figures>> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("frames/s", Figures::framesPerSecond);
        COLUMNS.put("CPU us/frame", Figures::cpuMicros);
        COLUMNS.put("switches/1000", Figures::switchesPerThousand);
        COLUMNS.put("p50 us", Figures::p50Micros);
        COLUMNS.put("p99 us", Figures::p99Micros);
        COLUMNS.put("start s", Figures::startSeconds);
        COLUMNS.put("RSS idle MB", Figures::idleMegabytes);
        COLUMNS.put("RSS peak MB", Figures::peakMegabytes);
        COLUMNS.put("lost", Figures::lost);
    }

    private final Map<String, List<Figures>> rows = new LinkedHashMap<>();

    void add(String subject, int qos, Figures figures) {
        rows.computeIfAbsent(key(subject, qos), key -> new ArrayList<>()).add(figures);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int qos = 0; qos <= 1; qos++) {
            int wanted = qos;
            text.append(
                    String.format(
                            "%nQoS %d: median [min to max], then x the %s in the same round%n",
                            qos, Subjects.UNIT));
            COLUMNS.forEach(
                    (column, figure) -> {
                        text.append(String.format("  %s%n", column));
                        rows.keySet().stream()
                                .filter(row -> row.startsWith("QoS " + wanted))
                                .forEach(row -> text.append(line(row, column, figure)));
                    });
        }
        return text.toString();
    }

    ObjectNode json(Sizes sizes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("java", System.getProperty("java.vm.version"));
        json.put("cores", Runtime.getRuntime().availableProcessors());
        ObjectNode runs = json.putObject("runs");
        rows.keySet()
                .forEach(
                        row -> {
                            ObjectNode figures = runs.putObject(row);
                            COLUMNS.forEach(
                                    (column, figure) -> {
                                        ObjectNode cell = figures.putObject(column);
                                        double[] values = values(row, figure);
                                        cell.put("median", median(values))
                                                .put("min", values[0])
                                                .put("max", values[values.length - 1]);
                                        cell.put("ratio", ratio(row, figure));
                                    });
                        });
        ObjectNode size = json.putObject("megabytes");
        sizes.megabytes().forEach(size::put);
        return json;
    }

    private String line(String row, String column, ToDoubleFunction<Figures> figure) {
        double[] values = values(row, figure);
        String format =
                "start s".equals(column)
                        ? "    %-18s %10.2f [%.2f to %.2f]"
                        : "    %-18s %10.0f [%.0f to %.0f]";
        String cells =
                String.format(
                        Locale.ROOT,
                        format,
                        row.substring("QoS 0, ".length()),
                        median(values),
                        values[0],
                        values[values.length - 1]);
        double ratio = ratio(row, figure);
        return cells
                + (Double.isFinite(ratio)
                        ? String.format(Locale.ROOT, "  x%.2f%n", ratio)
                        : String.format("%n"));
    }

    private double ratio(String row, ToDoubleFunction<Figures> figure) {
        List<Figures> mine = rows.get(row);
        List<Figures> unit = rows.get(row.substring(0, "QoS 0, ".length()) + Subjects.UNIT);
        double[] ratios = new double[mine.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(mine.get(i)) / figure.applyAsDouble(unit.get(i));
        }
        java.util.Arrays.sort(ratios);
        return median(ratios);
    }

    private double[] values(String row, ToDoubleFunction<Figures> figure) {
        return rows.get(row).stream().mapToDouble(figure).sorted().toArray();
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static String key(String subject, int qos) {
        return "QoS " + qos + ", " + subject;
    }
}
