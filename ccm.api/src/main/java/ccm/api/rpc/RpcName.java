package ccm.api.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names the methods that a service answers; {@code RPC.List} and {@code RPC.Describe} show them.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RpcName {
    /** The prefix of the service properties: {@code ccm.rpc.name}, {@code ccm.rpc.args}, … */
    String PREFIX_ = "ccm.rpc.";

    /** The service property that holds {@link #name()}. */
    String NAME = PREFIX_ + "name";

    /** The service property that holds {@link #args()}. */
    String ARGS = PREFIX_ + "args";

    /** The service property that holds {@link #summary()}. */
    String SUMMARY = PREFIX_ + "summary";

    /** The service property that holds {@link #firmware()}. */
    String FIRMWARE = PREFIX_ + "firmware";

    /** One name, or several that mean the same method, for example {@code MQTT.Pub}. */
    String[] name();

    /**
     * The params in the notation of the original's {@code RPC.Describe}, for example {@code {topic:
     * %Q, message: %Q, qos: %d}}; empty when the method takes none.
     */
    String args() default "";

    /** One sentence for people. */
    String summary() default "";

    /**
     * True when firmware calls it. A host that asks {@code RPC.List} without a prefix is told these
     * alone: all of them would be more than the buffer of most hosts takes.
     */
    boolean firmware() default false;
}
