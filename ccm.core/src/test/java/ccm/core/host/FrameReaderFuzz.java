package ccm.core.host;

/** Lines of any bytes: each becomes a frame of some kind, and never an exception. */
public final class FrameReaderFuzz {
    private static final FrameReader LENIENT = new FrameReader(false);
    private static final FrameReader STRICT = new FrameReader(true);

    private FrameReaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] line) {
        Frame lenient = LENIENT.read(line, false);
        Frame checked = LENIENT.read(line, true);
        Frame strict = STRICT.read(line, false);
        if (strict.forgiven() || checked.forgiven()) {
            throw new IllegalStateException("forgiven where nothing is forgiven");
        }
        if (lenient.kind() == Frame.Kind.CALL && !lenient.hasId()) {
            throw new IllegalStateException("a call without id");
        }
    }
}
