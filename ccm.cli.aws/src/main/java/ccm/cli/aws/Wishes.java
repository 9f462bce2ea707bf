package ccm.cli.aws;

import ccm.cli.setup.OwnFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was typed.
 *
 * @param thing absent for the gateway's own {@code device.id}
 * @param policy absent for one that is made for the thing alone
 * @param topics which the thing may use besides those that begin with its name
 * @param server where it connects; absent to ask the account
 * @param own a certificate and key that exist; absent to make them
 * @param authority who signed the server's certificate; absent for those of Java
 */
record Wishes(
        Optional<String> thing,
        Optional<String> policy,
        List<String> topics,
        Optional<String> commonName,
        Optional<String> server,
        Optional<OwnFiles> own,
        Optional<byte[]> authority,
        Login login) {
    /**
     * Where the account is and as whom.
     *
     * @param region absent for that of the environment or the profile
     * @param endpoint another interface than Amazon's, an emulated one for example
     * @param bundle authorities that its certificate is checked with
     */
    record Login(
            Optional<String> region,
            Optional<String> profile,
            Optional<String> endpoint,
            Optional<Path> bundle) {}
}
