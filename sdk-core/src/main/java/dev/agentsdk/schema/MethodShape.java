package dev.agentsdk.schema;

import dev.agentsdk.json.RawJson;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a method as a JSON object. Immutable and thread-safe. */
public final class MethodShape {

    private final String name;
    private final ObjectShape node;
    private final JsonSchema schema;
    private final boolean lenient;

    private MethodShape(String name, ObjectShape node, JsonSchema schema, boolean lenient) {
        this.name = name;
        this.node = node;
        this.schema = schema;
        this.lenient = lenient;
    }

    /**
     * The shape of the parameters of a method. They may be what the components of a record may be; see {@link RecordShape}.
     *
     * @param method the method
     * @param injected types of parameters that are not read: null is given for them
     * @param lenient whether to read as {@link RecordShape#lenient} does
     * @return the shape
     * @throws IllegalArgumentException if a parameter has no name at run time, or no form in JSON
     */
    public static MethodShape of(Method method, Set<Class<?>> injected, boolean lenient) {
        String name = method.getDeclaringClass().getName() + "." + method.getName();
        List<RecordLike.Source> sources = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            Annotations annotations = Annotations.of(parameter);
            boolean isInjected = injected.contains(parameter.getType());
            if (!isInjected && !parameter.isNamePresent() && annotations.name() == null) {
                throw new IllegalArgumentException("The parameters of " + name
                        + " have no names. Compile it with -parameters, or name each with @JsonProperty(\"...\").");
            }
            boolean nullable = annotations.isNullable()
                    || Annotations.of(parameter.getAnnotatedType()).isNullable();
            sources.add(new RecordLike.Source(
                    parameter.getName(),
                    TypeRef.of(parameter.getParameterizedType(), Map.of()),
                    nullable,
                    false,
                    isInjected,
                    annotations));
        }
        ShapeReader reader = new ShapeReader(name);
        ObjectShape node = new ObjectShape(method.getName(), null);
        reader.fill(node, sources, parts -> parts, false, method.getName());
        return new MethodShape(method.getName(), node, JsonSchema.derived(reader.schema(node)), lenient);
    }

    /**
     * The schema of the parameters.
     *
     * @return a schema of an object
     */
    public JsonSchema schema() {
        return schema;
    }

    /**
     * Reads arguments.
     *
     * @param value a JSON object
     * @return one for each parameter; null for those that are injected
     * @throws MisfitException if the value does not fit the schema
     */
    public @Nullable Object[] read(RawJson value) {
        return (@Nullable Object[]) node.readChecked(value.tree(), schema, lenient, "argument list of " + name);
    }
}
