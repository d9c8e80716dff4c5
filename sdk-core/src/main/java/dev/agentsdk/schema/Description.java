package dev.agentsdk.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a record, a part of a record, an enum or a parameter is for; goes into the JSON schema.
 *
 * <pre>{@code
 * record Add(@Description("the first summand") int a, @Description("the second summand") int b) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE, ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD})
public @interface Description {
    /**
     * The text.
     *
     * @return what the part is for
     */
    String value();
}
