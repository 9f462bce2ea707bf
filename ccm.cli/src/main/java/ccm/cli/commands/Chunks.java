package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import ccm.cli.rpc.NoAnswerException;

/** Files travel in chunks that fit into a frame; one that was not answered is sent again. */
final class Chunks {
    static final Option SIZE =
            Option.value("--chunk-size", "N", "bytes of the file in one frame; 512");
    static final int TRIES = 3;

    static final int DEFAULT = 512;
    private static final int LARGEST = 32_768;

    private Chunks() {}

    static int size(Words words) throws UsageException {
        return size(words, DEFAULT);
    }

    /** The same where another size is the usual one. */
    static int size(Words words, int usual) throws UsageException {
        return words.number(SIZE.name(), 1, LARGEST).orElse(usual);
    }

    /** Calls; again when no answer came, which is safe because every chunk names its offset. */
    static Json call(Gateway gateway, String method, Json params) throws FailedException {
        for (int i = 1; i < TRIES; i++) {
            try {
                return gateway.call(method, params);
            } catch (NoAnswerException e) {
                continue;
            }
        }
        return gateway.call(method, params);
    }
}
