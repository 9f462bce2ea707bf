package ccm.cli;

import ccm.cli.line.Option;
import ccm.cli.line.Usage;
import java.util.List;

/** What the script {@code ccm} does by itself; here only so that shells can complete it. */
final class ScriptWords {
    static final List<Usage> USAGES =
            List.of(
                    word(
                            "demo",
                            "a simulated host and a broker talk through CCM",
                            Option.value("--seconds", "N", "end after so long"),
                            Option.value("--cloud", "NAME", "an emulated cloud, no broker"),
                            Option.value("--set", "PATH=VALUE", "a setting for this run")),
                    word(
                            "run",
                            "the gateway in the foreground",
                            Option.value("--sku", "NAME", "the product"),
                            Option.value("--data", "DIR", "where everything is kept"),
                            Option.value("--config", "FILE", "the first configuration"),
                            Option.value("--set", "PATH=VALUE", "a setting for this run"),
                            Option.flag("--supervised", "a restart ends with status 75")),
                    word(
                            "sim",
                            "a simulator alone",
                            Option.value("--mjson", "A|B|C|D|E", "the generation of firmware"),
                            Option.value("--link", "FILE", "a link to the device"),
                            Option.value("--port", "N", "where an emulated cloud listens"),
                            Option.value("--dir", "DIR", "where its identities are kept"),
                            Option.value("--fault", "FAULT", "what goes wrong"),
                            Option.value("--seconds", "N", "end after so long")),
                    word("test", "all tests", Option.flag("--long", "at full counts")),
                    word(
                            "bench",
                            "the benchmarks",
                            Option.flag("--quick", "one short round"),
                            Option.value("--rounds", "N", "how often"),
                            Option.value("--only", "NAME", "these alone"),
                            Option.flag("--codecs", "the codecs alone")),
                    word("lab", "tries in a virtual machine what needs hardware"),
                    word("build", "builds everything that can be run"),
                    word("help", "all about one command"));

    private ScriptWords() {}

    private static Usage word(String name, String summary, Option... options) {
        return new Usage(name, "", summary, "", List.of(options), false, "ccm " + name);
    }
}
