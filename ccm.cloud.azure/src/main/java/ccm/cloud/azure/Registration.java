package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One conversation with the provisioning service: says what to send next after what it said. Used
 * by one thread at a time.
 */
final class Registration {
    static final String ANSWERS = "$dps/registrations/res/";
    private static final String REGISTER = "$dps/registrations/PUT/iotdps-register/?$rid=";
    private static final String ASK = "$dps/registrations/GET/iotdps-get-operationstatus/?$rid=";
    private static final Duration PAUSE = Duration.ofSeconds(3); // when the service names none
    private static final Duration LONG_PAUSE = Duration.ofMinutes(5); // a person has to act
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int ACCEPTED = 202;
    private static final int OK = 200;
    private static final int UNKNOWN = 404;
    private static final int MOST_FORGOTTEN = 3;
    private static final int THROTTLED = 429;
    private static final int BROKEN = 500;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong LAST = new AtomicLong();

    private final String scope;
    private final String registration;
    private String id = "";
    private String operation = ""; // empty until the service has one for us
    private int forgotten; // operations that the service knew no more, one after the other

    /** What comes next. */
    sealed interface Step {
        /** Send this after a while; {@code reason} is for people, empty when all is well. */
        record Send(CloudMessage message, Duration after, String reason, Fault fault)
                implements Step {}

        /** It is done. */
        record Done(Assignment assignment) implements Step {}

        /** Nothing to do: it was no answer to us. */
        record Nothing() implements Step {}
    }

    Registration(String scope, String registration) {
        this.scope = scope;
        this.registration = registration;
    }

    /** The first message, and again whenever the connection is new. */
    CloudMessage begin() {
        operation = "";
        id = Long.toHexString(LAST.incrementAndGet());
        String body = JSON.createObjectNode().put("registrationId", registration).toString();
        return new CloudMessage(REGISTER + id, body.getBytes(UTF_8), 1, false);
    }

    Step answered(CloudMessage message) {
        String tail =
                message.topic().startsWith(ANSWERS)
                        ? message.topic().substring(ANSWERS.length())
                        : "";
        int slash = tail.indexOf('/');
        PropertyBag properties = PropertyBag.of(tail.substring(slash + 1));
        if (slash < 0 || !properties.get("$rid").equals(Optional.of(id))) {
            return new Step.Nothing();
        }
        JsonNode body = tree(message.payload());
        Duration pause = properties.get("retry-after").map(Registration::seconds).orElse(PAUSE);
        return switch (status(tail.substring(0, slash))) {
            case ACCEPTED -> {
                operation = body.path("operationId").asText(operation);
                yield new Step.Send(next(), pause, "", Fault.NONE);
            }
            case OK -> ended(body, pause);
            case THROTTLED ->
                    new Step.Send(
                            next(),
                            pause,
                            "the service asks for less (429), and to wait "
                                    + pause.toSeconds()
                                    + " s",
                            Fault.THROTTLED);
            default -> refused(status(tail.substring(0, slash)), body, pause);
        };
    }

    private Step ended(JsonNode body, Duration pause) {
        JsonNode state = body.path("registrationState");
        String status = body.path("status").asText("");
        return switch (status) {
            case "assigned" -> assigned(state);
            case "assigning" -> new Step.Send(next(), pause, "", Fault.NONE);
            case "disabled" ->
                    new Step.Send(
                            begin(),
                            LONG_PAUSE,
                            "the enrollment of " + registration + " is disabled. enable it",
                            Fault.CREDENTIALS);
            case "failed" ->
                    new Step.Send(
                            begin(),
                            LONG_PAUSE,
                            "the service failed to assign "
                                    + registration
                                    + said(state.path("errorCode"), state.path("errorMessage"))
                                    + ". see the enrollment, and whether its hub is there",
                            Fault.CREDENTIALS);
            default ->
                    new Step.Send(
                            begin(),
                            LONG_PAUSE,
                            registration + " is " + status + ". see the enrollment",
                            Fault.CREDENTIALS);
        };
    }

    private Step assigned(JsonNode state) {
        String hub = state.path("assignedHub").asText("");
        String device = state.path("deviceId").asText("");
        if (!HubName.valid(hub) || DeviceName.fault(device).isPresent()) {
            return new Step.Send(
                    begin(),
                    LONG_PAUSE,
                    "the service assigns no hub. see the enrollment",
                    Fault.CREDENTIALS);
        }
        return new Step.Done(new Assignment(scope, registration, hub, device));
    }

    private Step refused(int status, JsonNode body, Duration pause) {
        String said = said(body.path("errorCode"), body.path("message"));
        if (status == UNKNOWN && !operation.isEmpty() && forgotten < MOST_FORGOTTEN) {
            forgotten++; // its end was told, and lost on the way
            return new Step.Send(begin(), pause, "", Fault.NONE);
        }
        if (status >= BROKEN) {
            return new Step.Send(
                    next(),
                    pause,
                    "the service cannot answer now (" + status + said + ")",
                    Fault.UNREACHABLE);
        }
        return new Step.Send(
                begin(),
                LONG_PAUSE,
                "the service refuses "
                        + registration
                        + " ("
                        + status
                        + said
                        + "). see the"
                        + " enrollment, and azure.dps.*",
                Fault.CREDENTIALS);
    }

    private CloudMessage next() {
        if (operation.isEmpty()) {
            return begin();
        }
        id = Long.toHexString(LAST.incrementAndGet());
        String topic = ASK + id + "&operationId=" + operation;
        return new CloudMessage(topic, new byte[0], 1, false);
    }

    private static String said(JsonNode code, JsonNode message) {
        String text = message.asText("").strip();
        return (code.isMissingNode() ? "" : ", " + code.asText())
                + (text.isEmpty() ? "" : ": " + text);
    }

    private static JsonNode tree(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static int status(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return BROKEN;
        }
    }

    private static Duration seconds(String text) {
        try {
            Duration asked = Duration.ofSeconds(Math.max(0, Long.parseLong(text)));
            return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
        } catch (NumberFormatException e) {
            return PAUSE;
        }
    }
}
