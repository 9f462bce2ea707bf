package ccm.cli;

import java.io.PrintStream;
import java.util.List;

/** {@code call}: one JSON-RPC call to the running gateway. */
final class CallCommand implements Command {
    @Override
    public String help() {
        return """
               usage: ccm call METHOD [PARAMS] [--data DIR] [--timeout S] [--json]

               Calls a method of the running gateway, or of its host, and prints the result.

                 METHOD        RPC.List tells them all; Host.X is the host's own X
                 PARAMS        JSON, in single quotes
                 --data DIR    the data folder of the gateway to ask
                 --timeout S   seconds to wait for the answer; 10 when not given
                 --json        print the result on one line, for programs

               example: ccm call MQTT.Pub '{"topic":"t1","message":"hello","qos":1}'""";
    }

    @Override
    public void run(List<String> words, PrintStream out)
            throws UsageException, CallFailedException {
        CallOptions options = CallOptions.parse(words);
        byte[] request = Request.of(options.method(), options.params());
        try (GatewaySocket gateway = GatewaySocket.open(options.socket())) {
            Answer answer = gateway.call(request, options.timeout(), options.method());
            if (answer.isError()) {
                throw new CallFailedException(options.method() + ": " + answer.errorText());
            }
            out.println(options.compact() ? answer.compact() : answer.pretty());
        }
    }
}
