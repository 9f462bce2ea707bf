package ccm.core.rpc;

import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import java.util.List;
import org.osgi.framework.ServiceReference;

/**
 * What a method says of itself for people and programs, as it stands in its annotations. Each text
 * is empty when it says nothing.
 *
 * @param args its params in the notation of {@code RPC.Describe}
 * @param summary one sentence
 * @param params a JSON Schema
 * @param result a JSON Schema
 * @param errors each a code and a text
 * @param example JSON
 * @param answer JSON
 */
record MethodText(
        String args,
        String summary,
        String params,
        String result,
        List<String> errors,
        String example,
        String answer) {
    MethodText {
        errors = List.copyOf(errors);
    }

    static MethodText of(ServiceReference<?> reference) {
        return new MethodText(
                text(reference, RpcName.ARGS),
                text(reference, RpcName.SUMMARY),
                text(reference, RpcSchema.PARAMS),
                text(reference, RpcSchema.RESULT),
                texts(reference, RpcSchema.ERRORS),
                text(reference, RpcSchema.EXAMPLE),
                text(reference, RpcSchema.ANSWER));
    }

    /** One or several texts of a property. */
    static List<String> texts(ServiceReference<?> reference, String name) {
        Object property = reference.getProperty(name);
        if (property instanceof String[] several) {
            return List.of(several);
        }
        return property instanceof String one ? List.of(one) : List.of();
    }

    private static String text(ServiceReference<?> reference, String name) {
        return reference.getProperty(name) instanceof String text ? text : "";
    }
}
