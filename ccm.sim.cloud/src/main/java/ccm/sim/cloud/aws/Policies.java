package ccm.sim.cloud.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The policies that the account has from the start. */
final class Policies {
    private static final String ARN = "arn:aws:iot:us-east-1:123456789012:";
    private static final String OWN = "${iot:Connection.Thing.ThingName}";

    private Policies() {}

    /** A thing connects as itself alone, and uses every topic. */
    static ObjectNode thing() {
        ObjectNode policy = policy();
        allow(policy, List.of("iot:Connect"), List.of("client/" + OWN));
        allow(policy, List.of("iot:Publish", "iot:Receive"), List.of("topic/*"));
        allow(policy, List.of("iot:Subscribe"), List.of("topicfilter/*"));
        return policy;
    }

    /** A claim may get a certificate and a thing, and nothing else. */
    static ObjectNode claim(String template) {
        List<String> topics = ProvisioningService.topics(template);
        ObjectNode policy = policy();
        allow(policy, List.of("iot:Connect"), List.of("*"));
        allow(
                policy,
                List.of("iot:Publish", "iot:Receive"),
                topics.stream().map(each -> "topic/" + each).toList());
        allow(
                policy,
                List.of("iot:Subscribe"),
                topics.stream().map(each -> "topicfilter/" + each).toList());
        return policy;
    }

    private static ObjectNode policy() {
        ObjectNode policy = Tree.object().put("Version", "2012-10-17");
        policy.putArray("Statement");
        return policy;
    }

    private static void allow(ObjectNode policy, List<String> actions, List<String> resources) {
        ObjectNode statement = ((ArrayNode) policy.path("Statement")).addObject();
        statement.put("Effect", "Allow");
        actions.forEach(statement.putArray("Action")::add);
        ArrayNode all = statement.putArray("Resource");
        resources.forEach(each -> all.add(each.equals("*") ? each : ARN + each));
    }
}
