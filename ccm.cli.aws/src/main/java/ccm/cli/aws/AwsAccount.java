package ccm.cli.aws;

import ccm.cli.line.FailedException;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.IotClientBuilder;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.CreateCertificateFromCsrResponse;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;

/** An account of AWS, as far as IoT Core is concerned. Knows Amazon's SDK, and is alone in that. */
final class AwsAccount implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(60);

    private final IotClient iot;
    private final SdkHttpClient http;
    private final String where;

    /** A certificate that was made. */
    record Signed(String id, String arn, String pem) {}

    private AwsAccount(IotClient iot, SdkHttpClient http, String where) {
        this.iot = iot;
        this.http = http;
        this.where = where;
    }

    /**
     * Makes sure that there is a region, and whoever may log in there. Asks nobody at AWS.
     *
     * @throws FailedException says what to type
     */
    static AwsAccount open(Wishes.Login login) throws FailedException {
        Supplier<ProfileFile> file = ProfileFile::defaultProfileFile;
        Region region = region(login, file);
        SdkHttpClient http = http(login.bundle());
        IotClientBuilder builder =
                IotClient.builder()
                        .region(region)
                        .credentialsProvider(credentials(login))
                        .httpClient(http)
                        .overrideConfiguration(each -> each.apiCallTimeout(CALL));
        login.profile()
                .ifPresent(
                        name ->
                                builder.overrideConfiguration(
                                        builder.overrideConfiguration().toBuilder()
                                                .defaultProfileName(name)
                                                .build()));
        try {
            login.endpoint().ifPresent(text -> builder.endpointOverride(URI.create(text)));
            String where = login.endpoint().orElse("AWS in " + region.id());
            return new AwsAccount(builder.build(), http, where);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new FailedException(
                    "--aws-endpoint-url "
                            + login.endpoint().orElse("")
                            + ": no URL like https://HOST:PORT",
                    e);
        }
    }

    private static Region region(Wishes.Login login, Supplier<ProfileFile> file)
            throws FailedException {
        try {
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            chain.profileFile(file);
            login.profile().ifPresent(chain::profileName);
            return login.region().map(Region::of).orElseGet(() -> chain.build().getRegion());
        } catch (SdkException e) {
            throw new FailedException(
                    "no region of AWS is known. Type --aws-iot-region REGION, eu-west-1 for"
                            + " example, or: aws configure",
                    e);
        }
    }

    private static AwsCredentialsProvider credentials(Wishes.Login login) throws FailedException {
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        login.profile().ifPresent(chain::profileName);
        AwsCredentialsProvider credentials = chain.build();
        try {
            credentials.resolveCredentials();
            return credentials;
        } catch (SdkClientException | IllegalArgumentException e) {
            throw new FailedException(
                    "no credentials of AWS"
                            + login.profile().map(name -> " in the profile " + name).orElse("")
                            + ". Type: aws configure"
                            + login.profile().map(name -> " --profile " + name).orElse("")
                            + ", or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and"
                            + " AWS_SESSION_TOKEN for temporary ones). After a login by aws sso:"
                            + " eval \"$(aws configure export-credentials --format env)\"",
                    e);
        }
    }

    private static SdkHttpClient http(Optional<Path> bundle) throws FailedException {
        UrlConnectionHttpClient.Builder builder = UrlConnectionHttpClient.builder();
        if (bundle.isPresent()) {
            TrustManagerFactory trust = trust(bundle.get());
            builder.tlsTrustManagersProvider(trust::getTrustManagers);
        }
        return builder.build();
    }

    private static TrustManagerFactory trust(Path bundle) throws FailedException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : new PemFile(bundle).certificates()) {
                store.setCertificateEntry("ca" + number++, each);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw new FailedException(
                    bundle + ": cannot be read as PEM (" + e.getMessage() + ")", e);
        }
    }

    /** Where the things of this account connect. */
    String endpoint() throws FailedException {
        return call(
                "iot:DescribeEndpoint",
                () ->
                        iot.describeEndpoint(request -> request.endpointType("iot:Data-ATS"))
                                .endpointAddress());
    }

    /** The ARN of a thing, if it is there. */
    Optional<String> thing(String name) throws FailedException {
        return ifThere(
                "iot:DescribeThing",
                () -> iot.describeThing(request -> request.thingName(name)).thingArn());
    }

    /** Makes a thing; returns its ARN. */
    String makeThing(String name) throws FailedException {
        return call(
                "iot:CreateThing",
                () -> iot.createThing(request -> request.thingName(name)).thingArn());
    }

    /** The document of a policy, if it is there. */
    Optional<String> policy(String name) throws FailedException {
        return ifThere(
                "iot:GetPolicy",
                () -> iot.getPolicy(request -> request.policyName(name)).policyDocument());
    }

    void makePolicy(String name, String document) throws FailedException {
        call(
                "iot:CreatePolicy",
                () ->
                        iot.createPolicy(
                                request -> request.policyName(name).policyDocument(document)));
    }

    /** The ARN of a certificate, if it is there and active. */
    Optional<String> active(String id) throws FailedException {
        return ifThere(
                        "iot:DescribeCertificate",
                        () ->
                                iot.describeCertificate(request -> request.certificateId(id))
                                        .certificateDescription())
                .filter(found -> found.status() == CertificateStatus.ACTIVE)
                .map(found -> found.certificateArn());
    }

    /** Has a certificate made; it is active. */
    Signed sign(String request) throws FailedException {
        CreateCertificateFromCsrResponse made =
                call(
                        "iot:CreateCertificateFromCsr",
                        () ->
                                iot.createCertificateFromCsr(
                                        asked ->
                                                asked.certificateSigningRequest(request)
                                                        .setAsActive(true)));
        return new Signed(made.certificateId(), made.certificateArn(), made.certificatePem());
    }

    /** Lets a certificate do what a policy says; nothing happens when it may already. */
    void attachPolicy(String policy, String certificateArn) throws FailedException {
        call(
                "iot:AttachPolicy",
                () -> iot.attachPolicy(asked -> asked.policyName(policy).target(certificateArn)));
    }

    /** Gives a certificate to a thing; nothing happens when it has it already. */
    void attachThing(String thing, String certificateArn) throws FailedException {
        call(
                "iot:AttachThingPrincipal",
                () ->
                        iot.attachThingPrincipal(
                                asked -> asked.thingName(thing).principal(certificateArn)));
    }

    @Override
    public void close() {
        iot.close();
        http.close();
    }

    private <T> Optional<T> ifThere(String action, Supplier<T> call) throws FailedException {
        return call(
                action,
                () -> {
                    try {
                        return Optional.of(call.get());
                    } catch (ResourceNotFoundException e) {
                        return Optional.empty();
                    }
                });
    }

    private <T> T call(String action, Supplier<T> call) throws FailedException {
        try {
            return call.get();
        } catch (IotException e) {
            throw new FailedException(
                    AwsErrors.text(
                            action,
                            e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode(),
                            e.awsErrorDetails() == null
                                    ? e.getMessage()
                                    : e.awsErrorDetails().errorMessage(),
                            e.statusCode()),
                    e);
        } catch (SdkException e) {
            throw new FailedException(
                    where + ": " + action + " got no answer: " + AwsErrors.cause(e), e);
        }
    }
}
