package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.Brain;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.ConnectInfo;
import ccm.sim.cloud.server.Filter;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Device Provisioning Service. On its server's thread. */
final class DpsBrain implements Brain {
    private static final String ANSWERS = "$dps/registrations/res/";
    private static final String REGISTER = "$dps/registrations/PUT/iotdps-register/";
    private static final String ASK = "$dps/registrations/GET/iotdps-get-operationstatus/";
    private static final Pattern USER =
            Pattern.compile("([^/]+)/registrations/([^/]+)/api-version=([^&]+)(&.*)?");
    private static final String GROUP = "*";
    private static final int POLLS = 2; // answers without an end before there is one
    private static final int OK = 200;
    private static final int ACCEPTED_YET = 202;
    private static final int UNKNOWN = 404;
    private static final int THROTTLED = 429;

    private final String scope;
    private final Clock clock;
    private final BiFunction<String, HubAccess, String> assign; // device, to the name of a hub
    private final Map<String, Enrollment> enrollments = new HashMap<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private CloudServer server; // set before anybody comes
    private int throttled;
    private int pause = 3;

    private static final class Operation {
        private final String registration;
        private int asked;

        Operation(String registration) {
            this.registration = registration;
        }
    }

    DpsBrain(String scope, Clock clock, BiFunction<String, HubAccess, String> assign) {
        this.scope = scope;
        this.clock = clock;
        this.assign = assign;
    }

    void serve(CloudServer own) {
        server = own;
    }

    /** Enrolls one, or with the registration * a group. */
    void enroll(String registration, Enrollment enrollment) {
        enrollments.put(registration.toLowerCase(Locale.ROOT), enrollment);
    }

    /** Asks for less, so many times. */
    void throttle(int requests) {
        throttled = requests;
    }

    /** What it asks others to wait, in seconds. */
    void pause(int seconds) {
        pause = seconds;
    }

    @Override
    public int connect(ConnectInfo info) {
        Optional<String> fault = fault(info);
        fault.ifPresent(why -> server.journal().add("refused", info.clientId(), why, ""));
        return fault.isPresent() ? NOT_AUTHORIZED : ACCEPTED;
    }

    private Optional<String> fault(ConnectInfo info) {
        Matcher user = USER.matcher(info.user().orElse(""));
        if (!user.matches() || !user.group(1).equals(scope)) {
            return Optional.of("the user name is not SCOPE/registrations/ID/api-version=DATE");
        }
        String registration = user.group(2);
        Optional<HubAccess> access = enrollment(registration).map(each -> each.of(registration));
        if (access.isEmpty() || !registration.equalsIgnoreCase(info.clientId())) {
            return Optional.of("no enrollment, or another client id");
        }
        Optional<SasToken> token = info.password().flatMap(SasToken::read);
        if (token.isPresent()) {
            String resource = scope + "/registrations/" + registration;
            return token.get().policy().equals("registration")
                    ? token.get().fault(resource, clock.instant(), access.get().keys())
                    : Optional.of("the token is not for registration");
        }
        Optional<X509Certificate> shown = info.peer().certificate();
        boolean named =
                shown.flatMap(HubAccess::commonName)
                        .filter(registration::equalsIgnoreCase)
                        .isPresent();
        boolean known =
                named
                        && access.get()
                                .shownBy(
                                        shown.get(),
                                        registration,
                                        server.authority().signed(shown.get()));
        return known ? Optional.empty() : Optional.of("neither a token nor its certificate");
    }

    @Override
    public Optional<List<Integer>> subscribe(Session session, List<Filter> filters) {
        boolean known = filters.stream().allMatch(each -> each.filter().startsWith(ANSWERS));
        return known
                ? Optional.of(filters.stream().map(each -> Math.min(1, each.qos())).toList())
                : Optional.empty();
    }

    @Override
    public Verdict publish(Session session, Message message) {
        String topic = message.topic();
        Map<String, String> query = Bag.read(topic.substring(topic.lastIndexOf('/') + 1));
        String id = query.getOrDefault("$rid", "");
        if (message.qos() > 1 || !topic.startsWith(REGISTER) && !topic.startsWith(ASK)) {
            return Verdict.DROP;
        }
        if (throttled > 0) {
            throttled--;
            answer(session, THROTTLED, id, true, error(429001, "slow down"));
        } else if (topic.startsWith(REGISTER)) {
            String operation = "4.ccm." + UUID.randomUUID();
            operations.put(operation, new Operation(session.clientId()));
            answer(session, ACCEPTED_YET, id, true, assigning(operation));
        } else {
            ask(session, id, query.getOrDefault("operationId", ""));
        }
        return Verdict.ACCEPT;
    }

    private void ask(Session session, String id, String name) {
        Operation operation = operations.get(name);
        if (operation == null || !operation.registration.equals(session.clientId())) {
            answer(session, UNKNOWN, id, false, error(404_201, "no such operation"));
        } else if (++operation.asked < POLLS) {
            answer(session, ACCEPTED_YET, id, true, assigning(name));
        } else {
            operations.remove(name);
            answer(session, OK, id, false, ended(name, operation.registration));
        }
    }

    private ObjectNode ended(String operation, String registration) {
        Enrollment enrollment =
                enrollment(registration)
                        .orElse(
                                Enrollment.individual(HubAccess.byAuthority())
                                        .state(Enrollment.State.FAILED));
        String status = enrollment.state().name().toLowerCase(Locale.ROOT);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("operationId", operation).put("status", status);
        ObjectNode state = answer.putObject("registrationState");
        state.put("registrationId", registration).put("status", status);
        switch (enrollment.state()) {
            case ASSIGNED -> {
                String device = enrollment.device().isEmpty() ? registration : enrollment.device();
                state.put("deviceId", device);
                state.put("assignedHub", assign.apply(device, enrollment.of(registration)));
                state.put("substatus", "initialAssignment");
            }
            case FAILED -> state.put("errorCode", 400_207).put("errorMessage", "no hub is linked");
            default -> {} // its status says it
        }
        return answer;
    }

    private Optional<Enrollment> enrollment(String registration) {
        return Optional.ofNullable(
                enrollments.getOrDefault(
                        registration.toLowerCase(Locale.ROOT), enrollments.get(GROUP)));
    }

    private void answer(Session session, int status, String id, boolean wait, ObjectNode body) {
        String more = wait ? "&retry-after=" + pause : "";
        if (!id.isEmpty()) {
            session.deliver(
                    Message.of(
                            ANSWERS + status + "/?$rid=" + Bag.encode(id) + more,
                            body.toString(),
                            1));
        }
    }

    private static ObjectNode assigning(String operation) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("operationId", operation)
                .put("status", "assigning");
    }

    private ObjectNode error(int code, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("errorCode", code)
                .put("trackingId", UUID.randomUUID().toString())
                .put("message", message)
                .put("timestampUtc", clock.instant().toString());
    }
}
