package ccm.core.config;

import static ccm.core.config.Sample.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.testing.FakeDevice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ResolvedIdTest {
    private final ResolvedId id = new ResolvedId();

    ResolvedIdTest() {
        id.device = new FakeDevice("ccm_A1B2C3");
    }

    @Test
    void placeholdersOfTheNameAloneAreFilledIn() {
        assertEquals(
                json(
                        "{'device':{'id':'ccm_A1B2C3','sn':'??????'},'wifi':{'ap':{'ssid':'CCM-??????'}}}"),
                id.shown(
                        tree(
                                "{'device':{'id':'ccm_??????','sn':'??????'},'wifi':{'ap':{'ssid':'CCM-??????'}}}")));
        assertEquals(json("{'mqtt':{}}"), id.shown(tree("{'mqtt':{}}")));
        id.device = null;
        assertEquals(
                json("{'device':{'id':'ccm_??????'}}"),
                id.shown(tree("{'device':{'id':'ccm_??????'}}")));
    }

    @Test
    void aTreeThatComesBackLeavesThePlaceholders() {
        assertMeant(
                "{'device':{'id':'ccm_??????','sn':'7'}}",
                "{'device':{'id':'ccm_A1B2C3','sn':'7'}}");
        assertMeant("{'device':{'id':'other','sn':'7'}}", "{'device':{'id':'other','sn':'7'}}");
        assertMeant("{'device':{'id':'ccm_A1B2C3'}}", "{'device':{'id':'ccm_A1B2C3'}}");
        for (String odd :
                new String[] {"5", "{'device':5}", "{'device':{'id':5,'sn':'7'}}", "{}"}) {
            assertMeant(odd, odd);
        }
    }

    private void assertMeant(String meant, String change) {
        assertEquals(
                json(meant),
                id.meant(json(change), tree("{'device':{'id':'ccm_??????','sn':''}}")));
    }

    private static ObjectNode tree(String text) {
        JsonNode tree = json(text);
        return (ObjectNode) tree;
    }
}
