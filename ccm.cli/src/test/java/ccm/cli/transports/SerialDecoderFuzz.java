package ccm.cli.transports;

/** Bytes of any line noise: frames and text come out, and never an exception. */
public final class SerialDecoderFuzz {
    private SerialDecoderFuzz() {}

    public static void fuzzerTestOneInput(byte[] noise) {
        new SerialDecoder(
                        new SerialDecoder.Sink() {
                            @Override
                            public void frame(String frame) {
                                if (!frame.startsWith("{") || !frame.endsWith("}")) {
                                    throw new IllegalStateException("no frame: " + frame);
                                }
                            }

                            @Override
                            public void ready() {
                                // as often as it likes
                            }

                            @Override
                            public void other(String text) {
                                if (text.isBlank()) {
                                    throw new IllegalStateException("nothing is no text");
                                }
                            }
                        })
                .accept(noise, noise.length);
    }
}
