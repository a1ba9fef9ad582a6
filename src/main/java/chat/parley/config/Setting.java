package chat.parley.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A key of the configuration: its default as it would be written, and one line that explains it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
    /** The default; empty means "none" or, for a secret, "generated". */
    String value() default "";

    String help();

    /** A secret is never printed. */
    boolean secret() default false;
}
