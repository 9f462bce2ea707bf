package ccm.cli.mdash;

import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.SetupCommand;
import java.util.List;

/** {@code mdash-setup}: the token of a device, which its page on mDash shows, is all it takes. */
public final class MdashSetup extends SetupCommand {
    public MdashSetup() {
        super(
                "dash",
                new Usage(
                        "mdash-setup",
                        "[TOKEN]",
                        "makes a gateway a device of mDash",
                        """
                        TOKEN is on the device's page of mDash. Without it, it is asked for, or read
                        from standard input: others on this machine can see what is typed on a
                        command line.""",
                        List.of(),
                        true,
                        "ccm mdash-setup"));
    }

    @Override
    protected Recipe read(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(0, 1);
        String token =
                (plain.isEmpty() ? terminal.secret("Token of the device") : plain.get(0)).strip();
        if (token.isEmpty()) {
            throw new UsageException("the token is empty. The device's page on mDash shows it");
        }
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new UsageException(
                    "the token has a space or another sign that no token has. Copy it whole from the"
                            + " device's page on mDash, and nothing besides");
        }
        return gateway ->
                new Plan()
                        .set("dash.enable", "true")
                        .secret("dash.token", () -> token)
                        .next("The device " + gateway.deviceId() + " is on its page of mDash now.");
    }
}
