package jakarta.validation.constraints;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** As Bean Validation has it, which the SDK reads by name. */
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Pattern.List.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Pattern {
    String regexp();

    Flag[] flags() default {};

    enum Flag {
        CASE_INSENSITIVE
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
    @interface List {
        Pattern[] value();
    }
}
