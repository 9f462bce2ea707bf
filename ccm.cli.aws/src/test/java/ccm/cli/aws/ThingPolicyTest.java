package ccm.cli.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThingPolicyTest {
    private static final String OWNER = "arn:aws:iot:eu-west-1:1:";

    @Test
    void aThingMayConnectAsItselfAndUseItsOwnTopics() {
        assertEquals(
                """
                {"Version":"2012-10-17","Statement":[\
                {"Effect":"Allow","Action":["iot:Connect"],\
                "Resource":["arn:aws:iot:eu-west-1:1:client/t"]},\
                {"Effect":"Allow","Action":["iot:Publish","iot:Receive"],\
                "Resource":["arn:aws:iot:eu-west-1:1:topic/$aws/things/t/*",\
                "arn:aws:iot:eu-west-1:1:topic/$aws/rules/*",\
                "arn:aws:iot:eu-west-1:1:topic/t/*"]},\
                {"Effect":"Allow","Action":["iot:Subscribe"],\
                "Resource":["arn:aws:iot:eu-west-1:1:topicfilter/$aws/things/t/*",\
                "arn:aws:iot:eu-west-1:1:topicfilter/$aws/rules/*",\
                "arn:aws:iot:eu-west-1:1:topicfilter/t/*"]}]}""",
                new ThingPolicy("t", "t", List.of()).document(OWNER));
    }

    @Test
    void furtherTopicsAreThoseThatWereNamed() {
        String document = new ThingPolicy("t", "d", List.of("a/+/b", "c/#")).document(OWNER);
        for (String each : List.of("topic/d/*", "topic/a/*/b", "topicfilter/c/*")) {
            assertTrue(document.contains("\"" + OWNER + each + "\""), document);
        }
    }
}
