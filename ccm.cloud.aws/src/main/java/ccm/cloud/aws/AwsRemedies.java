package ccm.cloud.aws;

import ccm.api.mqtt.MqttRemedies;
import ccm.api.mqtt.Refusal;
import java.util.Optional;

/** What helps when AWS IoT Core does not want us. */
enum AwsRemedies implements MqttRemedies {
    /** We show the certificate of the thing. */
    THING(
            "attach a policy that allows iot:Connect as aws.thing_name to the certificate in"
                    + " aws.cert, and the certificate to that thing",
            "see whether the certificate in aws.cert is of this account and active"),
    /** We show a token to a custom authorizer. */
    AUTHORIZER(
            "compare aws.authorizer_name, aws.token_key, aws.token and aws.signature with the"
                    + " authorizer, see its log, and check that aws.server is the port 443",
            "check aws.server, and that it is the port 443"),
    /** We show the certificate of the claim. */
    CLAIM(
            "attach a policy that allows iot:Connect to the certificate in aws.provision.cert",
            "see whether the certificate in aws.provision.cert is of this account and active");

    private final String login;
    private final String certificate;

    AwsRemedies(String login, String certificate) {
        this.login = login;
        this.certificate = certificate;
    }

    /** Those of a thing. */
    static AwsRemedies of(AwsSettings settings) {
        return settings.authorizer().isPresent() ? AUTHORIZER : THING;
    }

    @Override
    public Optional<String> of(Refusal refusal) {
        return Optional.of(
                switch (refusal) {
                    case LOGIN, CLIENT_ID, SILENCE -> login;
                    case CERTIFICATE -> certificate;
                    case UNAVAILABLE -> "connect and publish less often";
                    case AUTHORITY -> "check aws.ca_cert, and proxies between";
                    case TOPIC ->
                            "allow it in the thing's policy; what was dropped three times is in"
                                    + " Cloud.Dead";
                    case IDENTITY -> "give each gateway a thing of its own";
                });
    }
}
