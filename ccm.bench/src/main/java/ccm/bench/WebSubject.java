package ccm.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that answers requests at {@code /rpc}, and prints {@code http://127.0.0.1:PORT} once it
 * can.
 *
 * @param name how the table calls it
 */
record WebSubject(String name) {
    static final String UNIT = "bare Jetty";

    /** The unit first. */
    static List<WebSubject> all() {
        return List.of(new WebSubject(UNIT), new WebSubject("CCM"));
    }

    List<String> command(Path home, Path folder) {
        if (name.equals(UNIT)) {
            Path target = home.resolve("ccm.bench/target");
            List<String> command =
                    new ArrayList<>(List.of("java", "@" + home.resolve("cnf/jvm.options"), "-cp"));
            command.add(target.resolve("classes") + ":" + target.resolve("lib") + "/*");
            command.add("ccm.bench.bare.BareJetty");
            return command;
        }
        return List.of(
                home.resolve("ccm").toString(),
                "run",
                "--sku",
                "full",
                "--data",
                folder.toString(),
                "--set",
                "http.listen_addr=127.0.0.1:0",
                "--set",
                "console.enable=false");
    }
}
