package ccm.itest;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Settings that cut a gateway off, or are none: what people type, what tools write and what a bad
 * disk leaves.
 */
final class BadSettings {
    private static final List<String> SERVERS =
            List.of(
                    "",
                    ":",
                    ":::",
                    "127.0.0.1:1",
                    "127.0.0.1:99999",
                    "127.0.0.1:-1",
                    "127.0.0.1:x",
                    "nowhere.invalid:1883",
                    "no where",
                    "mqtt://127.0.0.1",
                    "[::1]:9",
                    "192.0.2.1:1883", // for documentation: nobody answers
                    "\u00e4\u00f6\u00fc:1883",
                    "%00",
                    "..");

    private static final List<String> WRONG_TYPES =
            List.of(
                    "{'mqtt':{'enable':'yes','server':'GOOD'}}",
                    "{'mqtt':{'enable':1,'server':'GOOD'}}",
                    "{'mqtt':{'enable':null,'server':'GOOD'}}",
                    "{'mqtt':{'enable':[true],'server':'GOOD'}}",
                    "{'mqtt':{'enable':{'a':true},'server':'GOOD'}}",
                    "{'mqtt':{'enable':true,'server':NUMBER}}",
                    "{'mqtt':{'enable':true,'server':['GOOD']}}",
                    "{'mqtt':{'enable':true,'server':{'host':'GOOD'}}}",
                    "{'mqtt':{'enable':true,'server':'GOOD','keep_alive':'60'}}",
                    "{'mqtt':{'enable':true,'server':'GOOD','keep_alive':NUMBER99999999}}",
                    "{'mqtt':{'enable':true,'server':'GOOD','keep_alive':1e308}}",
                    "{'mqtt':{'enable':true,'server':'GOOD','keep_alive':-NUMBER}}",
                    "{'mqtt':{'enable':true,'server':'GOOD','reconnect_timeout_min':'x'}}",
                    "{'mqtt':{'enable':true,'server':'GOOD','pass':NUMBER}}",
                    "{'mqtt':{'enable':true,'server':'GOOD'},'outbox':{'max_bytes':'all'}}",
                    "{'mqtt':{'enable':true,'server':'GOOD'},'config':{'probation_s':-NUMBER}}",
                    "{'mqtt':'NUMBER'}",
                    "{'mqtt':NUMBER}",
                    "{'mqtt':null}",
                    "{'mqtt':[]}");

    private static final List<String> SPOILED =
            List.of("", "{", "{'mqtt':{'enable':tr", "[]", "null", "NUMBER", "'text'", "{'a':1}{");

    private final Random random;
    private final String good;

    /**
     * Makes settings that are bad beside a good address.
     *
     * @param seed the same gives the same settings
     */
    BadSettings(long seed, String good) {
        this.random = new Random(seed);
        this.good = good;
    }

    /** The text of a file; what it says may break every rule. */
    String file() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> set();
            case 2, 3, 4 -> text(WRONG_TYPES);
            default -> spoiled();
        };
    }

    /** A change that keeps to every rule and still reaches nobody. */
    String set() {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> server(SERVERS.get(random.nextInt(SERVERS.size())), "");
            case 3 -> server("x".repeat(1 + random.nextInt(100_000)) + ":1883", "");
            case 4 -> server(good, ",\"ssl_ca_cert\":\"none-" + random.nextInt(1000) + ".pem\"");
            default ->
                    server(
                            good.replaceAll(":.*", ":" + (1 + random.nextInt(1000))),
                            ",\"keep_alive\":" + random.nextInt(65_536));
        };
    }

    private String spoiled() {
        return switch (random.nextInt(4)) {
            case 0 -> "[".repeat(1 + random.nextInt(100_000));
            case 1 -> "{\"mqtt\":\"" + "x".repeat(1_100_000) + "\"}";
            case 2 -> noise();
            default -> text(SPOILED);
        };
    }

    private String noise() {
        StringBuilder noise = new StringBuilder("\u0001");
        for (int i = random.nextInt(2000); i >= 0; i--) {
            noise.append((char) random.nextInt(256));
        }
        return noise.toString();
    }

    private String text(List<String> texts) {
        Function<String, String> quoted = text -> text.replace('\'', '"').replace("GOOD", good);
        return quoted.apply(texts.get(random.nextInt(texts.size())))
                .replace("NUMBER", Integer.toString(1 + random.nextInt(1_000_000)));
    }

    private static String server(String server, String more) {
        return "{\"mqtt\":{\"enable\":true,\"server\":\"" + server + "\"" + more + "}}";
    }
}
