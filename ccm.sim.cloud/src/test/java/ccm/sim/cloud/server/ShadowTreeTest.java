package ccm.sim.cloud.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShadowTreeTest {
    /** The examples of RFC 7396, appendix A, whose target and result are objects; and some more. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'b'} | {'a':'c'} | {'a':'c'}",
                "{'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}",
                "{'a':'b','b':'c'} | {'a':null} | {'b':'c'}",
                "{'a':['b']} | {'a':'c'} | {'a':'c'}",
                "{'a':'c'} | {'a':['b']} | {'a':['b']}",
                "{'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]} | {'a':[1]} | {'a':[1]}",
                "{'e':null} | {'a':1} | {'e':null,'a':1}",
                "{} | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}",
                "{'a':1} | {'a':{'b':null}} | {'a':{}}",
            })
    void mergesAsTheRfcSays(String target, String patch, String merged) {
        ObjectNode into = tree(target);
        ShadowTree.merge(into, tree(patch));
        assertEquals(tree(merged), into);
    }

    @Test
    void sharesNothingWithThePatch() {
        ObjectNode into = tree("{}");
        ObjectNode patch = tree("{'a':{'b':[1]}}");
        ShadowTree.merge(into, patch);
        ShadowTree.merge(into, tree("{'a':{'c':2}}"));
        assertEquals(tree("{'a':{'b':[1]}}"), patch);
    }

    @Test
    void whatIsNoObjectIsAnEmptyOne() {
        assertEquals(tree("{}"), tree("[1]"));
        assertEquals(tree("{}"), tree("{"));
    }

    private static ObjectNode tree(String text) {
        return ShadowTree.of(text.replace('\'', '"').getBytes(UTF_8));
    }
}
