package ccm.cli.commands;

import ccm.cli.bundle.HostFirmware;
import ccm.cli.json.Json;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** {@code ota}: new firmware for the host of a gateway, with progress until the host runs it. */
public final class OtaCommand implements Command {
    static final Option UPDATE_TIMEOUT =
            Option.value("--update-timeout", "S", "give up after so long without progress; 600");

    private static final Option COMMIT_TIMEOUT =
            Option.value("--commit-timeout", "S", "the new firmware must answer within it; 300");
    private static final Option ADDRESS =
            Option.value("--addr", "ADDRESS", "where a raw image belongs, as 0x8000000");
    private static final Pattern URL = Pattern.compile("(?i)https?://.*");
    private static final Pattern ROOMY =
            Pattern.compile("(?i)|.*\\.sock|(unix|wss?|https?|tcp)://.*");
    private static final int ROOMY_CHUNK = 2048; // its frame fits into 4096 bytes
    private static final int DEFAULT_TIMEOUT_S = 600;
    private static final int DEFAULT_COMMIT_S = 300;
    private static final int LONGEST_S = 86_400;

    @Override
    public Usage usage() {
        return new Usage(
                "ota",
                "FILE|URL [BEGIN]",
                "updates the host's firmware and waits until the host runs it",
                """
                FILE    a bundle, or what a compiler made: Intel HEX, S-records, ELF, or raw bytes
                        with --addr; those are packed on the way
                URL     the gateway fetches the bundle from there
                BEGIN   JSON for OTA.Begin, in place of the two time limits""",
                List.of(Chunks.SIZE, UPDATE_TIMEOUT, COMMIT_TIMEOUT, ADDRESS),
                true,
                "ccm ota fw.zip --port ws://HOST/rpc");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(1, 2);
        OtaProgress progress = new OtaProgress(terminal, Client.json(words), System::nanoTime);
        OtaFollow follow = new OtaFollow(words, terminal, progress);
        Json end;
        if (URL.matcher(plain.get(0)).matches()) {
            if (plain.size() > 1) {
                throw new UsageException(plain.get(1) + ": too much. OTA.Begin is for files");
            }
            end = follow.fetch(limits(words).put("url", plain.get(0)));
        } else {
            byte[] bundle =
                    HostFirmware.bundle(
                            Path.of(plain.get(0)), words.value(ADDRESS.name()), terminal);
            Json begin =
                    plain.size() > 1
                            ? json(plain.get(1))
                            : limits(words).put("size", bundle.length);
            end = follow.send(bundle, begin, chunk(words, terminal));
        }
        terminal.out().println(Client.json(words) ? end.compact() : said(end));
    }

    /** What a status says for people. */
    static String said(Json status) {
        return status.text("msg")
                .filter(text -> !text.isEmpty())
                .orElse(
                        "state of the update: "
                                + status.at("state").map(Json::plain).orElse("unknown"));
    }

    private static int chunk(Words words, Terminal terminal) throws UsageException {
        boolean roomy = ROOMY.matcher(Client.port(words, terminal)).matches();
        return Chunks.size(words, roomy ? ROOMY_CHUNK : Chunks.DEFAULT);
    }

    private static Json.Obj limits(Words words) throws UsageException {
        return new Json.Obj()
                .put(
                        "timeout",
                        words.number(UPDATE_TIMEOUT.name(), 1, LONGEST_S).orElse(DEFAULT_TIMEOUT_S))
                .put(
                        "commit_timeout",
                        words.number(COMMIT_TIMEOUT.name(), 0, LONGEST_S).orElse(DEFAULT_COMMIT_S));
    }

    private static Json json(String text) throws UsageException {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw new UsageException("BEGIN " + text + ": not JSON. Quote it: '{\"timeout\":600}'");
        }
    }
}
