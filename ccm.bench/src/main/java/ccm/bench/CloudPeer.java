package ccm.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.parts.pem.PemFile;
import ccm.parts.tls.PemTls;
import ccm.parts.tls.TlsFiles;
import ccm.parts.tls.TlsSetting;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Paho alone as the device of a cloud over MQTT, with the same TLS, login, QoS and window as CCM:
 * what that cloud can take, and how fast it tells.
 */
final class CloudPeer implements CloudDevice {
    static final String NAME = "Paho alone";
    private static final long PATIENCE_MILLIS = 20_000;
    private static final long TOKEN_SECONDS = 3_600;
    private static final Pattern WISH = Pattern.compile("\"bench\":(\\d+)");

    /** How to be that device. */
    private record Identity(String client, String user, String password, Topics topics) {}

    private record Topics(String events, String wishes) {}

    private final MqttAsyncClient client;
    private final Identity identity;
    private final int window;
    private final Semaphore room;
    private volatile int wished;

    private CloudPeer(Identity identity, int window, String server) throws MqttException {
        this.identity = identity;
        this.window = window;
        this.room = new Semaphore(window);
        client = new MqttAsyncClient("ssl://" + server, identity.client(), new MemoryPersistence());
    }

    /**
     * Connects it.
     *
     * @param told as a gateway is told
     * @return empty for a cloud that does not speak MQTT, and for Watson, which for minutes
     *     acknowledges nothing to who has sent it thousands at once
     */
    static Optional<CloudPeer> of(CloudCase cloud, Map<String, String> told) throws IOException {
        try {
            Optional<Identity> identity = identity(cloud.name(), told);
            if (identity.isEmpty()) {
                return Optional.empty();
            }
            String server = told.get(cloud.name() + ".server");
            CloudPeer peer = new CloudPeer(identity.get(), cloud.window(), server);
            peer.connect(cloud.name(), told);
            return Optional.of(peer);
        } catch (MqttException | GeneralSecurityException | CloudException e) {
            throw new IOException(cloud.name() + ": " + e.getMessage(), e);
        }
    }

    private void connect(String cloud, Map<String, String> told)
            throws MqttException, CloudException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setMaxInflight(window * 10); // Paho frees its own slots late; ours are what counts
        TlsFiles files =
                new TlsFiles(
                        setting(cloud + ".ca_cert", told),
                        setting(cloud.equals("aws") ? "aws.cert" : "", told),
                        setting(cloud.equals("aws") ? "aws.key" : "", told),
                        setting("", told),
                        List.of(),
                        false);
        options.setSocketFactory(new PemTls(files, Path.of("/")).sockets());
        if (!identity.user().isEmpty()) {
            options.setUserName(identity.user());
            options.setPassword(identity.password().toCharArray());
        }
        client.connect(options).waitForCompletion(PATIENCE_MILLIS);
        client.subscribe(
                        identity.topics().wishes(),
                        1,
                        (topic, message) -> {
                            Matcher wish = WISH.matcher(new String(message.getPayload(), UTF_8));
                            if (wish.find()) {
                                wished = Integer.parseInt(wish.group(1));
                            }
                        })
                .waitForCompletion(PATIENCE_MILLIS);
    }

    private static TlsSetting setting(String path, Map<String, String> told) {
        return new TlsSetting(path, told.getOrDefault(path, ""));
    }

    private static Optional<Identity> identity(String cloud, Map<String, String> told)
            throws IOException, GeneralSecurityException {
        return switch (cloud) {
            case "aws" -> Optional.of(aws(told.get("aws.thing_name")));
            case "azure" -> Optional.of(azure(told.get("azure.cs")));
            case "gcp" -> Optional.of(gcp(told));
            default -> Optional.empty();
        };
    }

    private static Identity aws(String thing) {
        Topics topics = new Topics("bench/t", "$aws/things/" + thing + "/shadow/update/delta");
        return new Identity(thing, "", "", topics);
    }

    private static Identity azure(String connectionString) throws GeneralSecurityException {
        Map<String, String> parts =
                Arrays.stream(connectionString.split(";"))
                        .map(part -> part.split("=", 2))
                        .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        String device = parts.get("DeviceId");
        String hub = parts.get("HostName");
        String resource = URLEncoder.encode(hub + "/devices/" + device, UTF_8);
        long end = end();
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = Base64.getDecoder().decode(parts.get("SharedAccessKey"));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] signature = mac.doFinal((resource + "\n" + end).getBytes(UTF_8));
        String token =
                "SharedAccessSignature sr="
                        + resource
                        + "&sig="
                        + URLEncoder.encode(Base64.getEncoder().encodeToString(signature), UTF_8)
                        + "&se="
                        + end;
        Topics topics =
                new Topics(
                        "devices/" + device + "/messages/events/topic=bench%2Ft",
                        "$iothub/twin/PATCH/properties/desired/#");
        String user = hub + "/" + device + "/?api-version=2021-04-12";
        return new Identity(device, user, token, topics);
    }

    private static Identity gcp(Map<String, String> told)
            throws IOException, GeneralSecurityException {
        String device = told.get("gcp.device");
        String client =
                String.format(
                        "projects/%s/locations/%s/registries/%s/devices/%s",
                        told.get("gcp.project"),
                        told.get("gcp.region"),
                        told.get("gcp.registry"),
                        device);
        PrivateKey key = new PemFile(Path.of(told.get("gcp.key"))).key().orElseThrow();
        boolean curve = key.getAlgorithm().equals("EC");
        String head = "{\"alg\":\"" + (curve ? "ES256" : "RS256") + "\",\"typ\":\"JWT\"}";
        String claims =
                String.format(
                        "{\"iat\":%d,\"exp\":%d,\"aud\":\"%s\"}",
                        end() - TOKEN_SECONDS, end(), told.get("gcp.project"));
        String signed = base64(head.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        Signature signature =
                Signature.getInstance(curve ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(UTF_8));
        String token = signed + "." + base64(signature.sign());
        Topics topics =
                new Topics(
                        "/devices/" + device + "/events/bench", "/devices/" + device + "/config");
        return new Identity(client, "unused", token, topics);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static long end() {
        return System.currentTimeMillis() / 1_000 + TOKEN_SECONDS;
    }

    @Override
    public void publish(int from, int count) throws IOException {
        try {
            for (int number = from; number < from + count; number++) {
                room.acquire();
                byte[] message = CloudEmulator.message(number).getBytes(UTF_8);
                client.publish(identity.topics().events(), message, 1, false, null, new Done(room));
            }
            if (!room.tryAcquire(window, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("Paho: no acknowledgement within 20 s");
            }
            room.release(window);
        } catch (MqttException e) {
            throw new IOException("Paho: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public int wished() {
        return wished;
    }

    @Override
    public void close() throws IOException {
        try {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        } catch (MqttException e) {
            throw new IOException("Paho: " + e.getMessage(), e);
        }
    }

    private record Done(Semaphore room) implements IMqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            room.release();
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            room.release();
        }
    }
}
