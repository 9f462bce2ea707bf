package ccm.cli.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script is run by a real bash, which is asked what it would offer. */
class CompletionTest {
    @TempDir Path folder;
    private final Typed ccm = new Typed();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ccm|config-e|config-export",
                "ccm|de|demo",
                "./ccm call|--rpc-c|--rpc-creds",
                "ccm config-set|--no-|--no-save --no-reboot",
                "ccm user|a|add",
                "ccm --json ls|--lo|--long",
                "ccm run|--sk|--sku",
                "ccm call X --port|mqtts|mqtts://",
                "ccm create-fw-bundle|--comp|--compress",
            })
    void bashOffersWhatFits(String before, String word, String expected) throws Exception {
        assertEquals(0, ccm.run("completion", "bash"));
        Path script = Files.writeString(folder.resolve("script"), ccm.out());
        int words = before.split(" ").length;
        String line =
                "set -u; . '%s'; COMP_WORDS=(%s %s); COMP_CWORD=%d; _ccm; echo ${COMPREPLY[*]}"
                        .formatted(script, before, word, words);
        assertEquals(expected + "\n", bash(line));
    }

    @Test
    void itSaysWhereToPutIt() throws Exception {
        assertEquals(0, ccm.run("completion", "bash"));
        assertTrue(ccm.out().contains("#   ccm completion bash >~/.local/share/"), ccm.out());
        assertEquals(0, ccm.run("completion", "zsh"));
        assertTrue(ccm.out().startsWith("#compdef ccm\n"), ccm.out());
        assertTrue(ccm.out().contains("'config-get:prints the configuration"), ccm.out());
        assertEquals(2, ccm.run("completion", "fish"));
    }

    private static String bash(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
