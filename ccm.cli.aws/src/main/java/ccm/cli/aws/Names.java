package ccm.cli.aws;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Target;

/**
 * What the files of a thing are called on a gateway.
 *
 * @param certificate of the thing
 * @param key of that
 */
record Names(String certificate, String key) {
    private static final int LENGTH = 16; // of the thing's name, as ever
    private static final int MOST = 99;

    /** The usual names, with a number where files have them: those stay as they are. */
    static Names free(String commonName, Target gateway) throws FailedException {
        String plain = commonName.replace(':', '-');
        String cut = "aws-" + (plain.length() > LENGTH ? plain.substring(0, LENGTH) : plain);
        for (int i = 1; i <= MOST; i++) {
            String begin = i == 1 ? cut : cut + "-" + i;
            Names names = new Names(begin + ".crt.pem", begin + ".key.pem");
            if (!gateway.has(names.certificate) && !gateway.has(names.key)) {
                return names;
            }
        }
        throw new FailedException(
                cut
                        + "-*: the gateway has "
                        + MOST
                        + " such files. Remove old ones: ccm ls, ccm rm FILE");
    }
}
