package ccm.shadow;

import static ccm.shadow.Bench.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreesTest {
    /** The examples of RFC 7396, appendix A, whose target and result are objects; and some more. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'b'} | {'a':'c'} | {'a':'c'}",
                "{'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}",
                "{'a':'b'} | {'a':null} | {}",
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
        assertEquals(json(merged), Trees.merge(json(target), json(patch)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'on':true} | {'on':false,'t':1} | {'on':true}",
                "{'on':true} | {} | {'on':true}",
                "{'n':1} | {'n':1.0} | {}",
                "{'n':10000000000000000000000} | {'n':1e22} | {}",
                "{'n':1} | {'n':'1'} | {'n':1}",
                "{'l':[1,2]} | {'l':[1,2.0]} | {}",
                "{'l':[1,2]} | {'l':[2,1]} | {'l':[1,2]}",
                "{'l':[{'a':1}]} | {'l':[{'a':1,'b':2}]} | {'l':[{'a':1}]}",
                "{'d':{'a':1,'b':2}} | {'d':{'a':1,'b':3}} | {'d':{'b':2}}",
                "{'d':{'a':1}} | {'d':5} | {'d':{'a':1}}",
                "{'d':5} | {'d':{'a':1}} | {'d':5}",
                "{'d':{}} | {} | {'d':{}}",
                "{'d':{}} | {'d':{'a':1}} | {}",
                "{'$version':3,'d':{'$x':1}} | {'d':{}} | {}",
            })
    void findsWhatIsWantedAndNotThere(String desired, String reported, String delta) {
        assertEquals(json(delta), Trees.delta(json(desired), json(reported)));
    }

    @Test
    void changesNoTreeThatComesIn() {
        var target = json("{'a':{'b':1}}");
        var patch = json("{'a':{'b':2,'c':null}}");
        Trees.merge(target, patch);
        Trees.delta(target, patch);
        Trees.common(target, patch);
        Trees.agreeing(target, patch);
        assertEquals(json("{'a':{'b':1}}"), target);
        assertEquals(json("{'a':{'b':2,'c':null}}"), patch);
    }

    @Test
    void knowsWhatTwoHaveInCommonAndWhereTheyAgree() {
        var one = json("{'a':1,'b':{'c':1,'d':2},'e':5}");
        var other = json("{'a':1.0,'b':{'c':1,'d':3}}");
        assertEquals(json("{'a':1,'b':{'c':1}}"), Trees.common(one, other));
        assertEquals(json("{'a':1,'b':{'c':1},'e':5}"), Trees.agreeing(one, other));
    }

    @Test
    void limitsDepthAndSize() {
        assertTrue(Limits.refusal(json("{'a':{'b':[1]}}"), "params").isEmpty());
        String deep = "{'a':".repeat(33) + "1" + "}".repeat(33);
        String refusal = Limits.refusal(json(deep), "params").orElse("");
        assertTrue(refusal.startsWith("params is nested deeper than 32 levels, the limit."));
        assertTrue(Limits.refusal(json(deep.substring(5, deep.length() - 1)), "params").isEmpty());
        String large = "{'a':'" + "x".repeat(Limits.BYTES) + "'}";
        assertFalse(Limits.refusal(json(large), "params").isEmpty());
    }
}
