package ccm.cli.aws;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What AWS refuses, and what helps. */
final class AwsErrors {
    private AwsErrors() {}

    /**
     * The answer was an error.
     *
     * @param action as policies of IAM name it
     */
    static String text(String action, String code, String message, int status) {
        return action
                + ": AWS answers "
                + status
                + (code == null || code.isEmpty() ? "" : " " + code)
                + (message == null || message.isEmpty() ? "" : " (" + message + ")")
                + ". "
                + remedy(action, code == null ? "" : code, status);
    }

    private static String remedy(String action, String code, int status) {
        return switch (code) {
            case "AccessDeniedException", "UnauthorizedException", "ForbiddenException" ->
                    "Whoever these credentials belong to needs "
                            + action
                            + " in IAM; docs/cloud-aws.md lists all that is needed";
            case "UnrecognizedClientException",
                    "InvalidSignatureException",
                    "SignatureDoesNotMatch",
                    "InvalidClientTokenId" ->
                    "The access key or its secret is wrong. Type: aws configure";
            case "ExpiredTokenException", "ExpiredToken" ->
                    "The credentials are temporary and have ended. Log in again";
            case "RequestExpired", "RequestTimeTooSkewed" -> "Is the clock of this machine right?";
            case "ThrottlingException", "TooManyRequestsException" ->
                    "It was tried again for a while. Wait a minute and type the same again";
            case "LimitExceededException" ->
                    "A quota of the account is used up: remove what is not used, or ask for more";
            case "MalformedPolicyException" -> "Look at --aws-topics";
            default ->
                    status >= 500
                            ? "AWS has a trouble of its own; type the same again later"
                            : "Check the options against docs/cloud-aws.md";
        };
    }

    /** There was no answer. */
    static String cause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof UnknownHostException) {
            return "the name "
                    + root.getMessage()
                    + " cannot be resolved. Is the region spelled right, and the network there?";
        } else if (root instanceof ConnectException) {
            return "the connection was refused. Is the address right?";
        } else if (root instanceof SocketTimeoutException) {
            return "nothing came in time. Is a firewall in between?";
        } else if (failure instanceof SSLException || chainHasTls(failure)) {
            return "its certificate is not trusted ("
                    + root.getMessage()
                    + "). Name the authority with --aws-ca-bundle FILE, if it is one of your own";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static boolean chainHasTls(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return true;
            }
        }
        return false;
    }
}
