package ccm.provision;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A setting of the original that has no effect here; its help says so, and so does the log. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface LeftToSystem {}
