package ccm.api.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Describes a method for people and programs, beside its {@link RpcName}: {@code RPC.Schema},
 * {@code /rpc/schema} and docs/rpc.md are made of it. A test fails for a method that has none.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RpcSchema {
    /** The prefix of the service properties. */
    String PREFIX_ = RpcName.PREFIX_;

    /** The service property that holds {@link #params()}. */
    String PARAMS = PREFIX_ + "params";

    /** The service property that holds {@link #result()}. */
    String RESULT = PREFIX_ + "result";

    /** The service property that holds {@link #errors()}. */
    String ERRORS = PREFIX_ + "errors";

    /** The service property that holds {@link #example()}. */
    String EXAMPLE = PREFIX_ + "example";

    /** The service property that holds {@link #answer()}. */
    String ANSWER = PREFIX_ + "answer";

    /** The params as a JSON Schema (draft 2020-12); empty when the method takes none. */
    String params() default "";

    /** The result as a JSON Schema. */
    String result() default "{\"type\":\"null\"}";

    /** What can go wrong, each {@code CODE text}, the code that of network channels. */
    String[] errors() default {};

    /** Params of an example, as JSON that {@link #params()} allows; empty for none. */
    String example() default "";

    /** The answer to the example, as JSON that {@link #result()} allows. */
    String answer() default "null";
}
