package ccm.bench.codec;

import ccm.parts.frames.FrameCrc;
import ccm.parts.frames.LineFramer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Cutting a stream into lines, and checking a line's CRC-32. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
public class FramingBenchmark {
    private static final int FRAMES = 24; // what one read of a pty holds

    private final byte[] frame =
            Frames.publish("bench/t", "x".repeat(100), 1, 0).getBytes(StandardCharsets.UTF_8);
    private final byte[] checked = FrameCrc.append(frame);
    private final byte[] read =
            (new String(frame, StandardCharsets.UTF_8) + "\n")
                    .repeat(FRAMES)
                    .getBytes(StandardCharsets.UTF_8);

    /** One read of 24 frames. */
    @Benchmark
    public void cutAReadOf24Frames(Blackhole hole) {
        LineFramer framer = new LineFramer(65_536, new Swallow(hole));
        framer.accept(read, 0, read.length);
    }

    /** One frame with its checksum. */
    @Benchmark
    public FrameCrc.Check checkAFrame() {
        return FrameCrc.check(checked, 0, FrameCrc.jsonEnd(checked));
    }

    private record Swallow(Blackhole hole) implements LineFramer.Sink {
        @Override
        public void line(byte[] line) {
            hole.consume(line);
        }

        @Override
        public void overlong(int limit) {
            throw new IllegalStateException("no frame here is over " + limit);
        }
    }
}
