package ccm.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeLinesTest {
    @Test
    void showsEveryLeafOnALineOfItsOwn() throws IOException {
        String tree = "{\"b\":{\"c\":\"\",\"a\":[1,{}]},\"a\":2.0,\"d\":{}}";
        assertEquals(
                List.of("a = 2.0", "b.a = [1,{}]", "b.c = \"\"", "d = {}"),
                TreeLines.of(new JsonMapper().readTree(tree)));
    }
}
