package dev.agentsdk.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.callback.CancellationSignal;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.schema.JsonSchema;
import dev.agentsdk.schema.MethodShape;
import dev.agentsdk.schema.RecordShape;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes tools of annotated methods. */
final class MethodTools {

    private static final Set<Class<?>> INJECTED = Set.of(ToolContext.class, CancellationSignal.class);

    private MethodTools() {}

    static List<Tool> of(Object target) {
        List<Tool> tools = new ArrayList<>();
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(AgentTool.class) && !method.isBridge()) {
                    tools.add(tool(target, method, method.getAnnotation(AgentTool.class)));
                }
            }
        }
        if (tools.isEmpty()) {
            throw new IllegalArgumentException(
                    target.getClass().getName()
                            + " has no method with @AgentTool. A proxy does not show those of its target; give the target itself.");
        }
        // The order of reflection changes from run to run, and the agent caches the list.
        tools.sort(Comparator.comparing(Tool::name));
        return List.copyOf(tools);
    }

    private static Tool tool(Object target, Method method, AgentTool annotation) {
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "The method " + method + " is not accessible; add \"opens "
                            + method.getDeclaringClass().getPackageName()
                            + " to dev.agentsdk.core;\" to your module-info",
                    e);
        }
        MethodShape shape = MethodShape.of(method, INJECTED, annotation.lenient());
        String name = annotation.name().isEmpty() ? method.getName() : annotation.name();
        Type returned = returned(method);
        JsonSchema output = output(returned);
        Class<?>[] types = method.getParameterTypes();
        Object receiver = Modifier.isStatic(method.getModifiers()) ? null : target;
        AsyncToolHandler<@Nullable Object[]> handler = (arguments, context) -> {
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = types[i];
                if (type == ToolContext.class) {
                    arguments[i] = context;
                } else if (type == CancellationSignal.class) {
                    arguments[i] = context.cancellation();
                }
            }
            Object value = invoke(receiver, method, arguments);
            if (value instanceof CompletionStage<?> stage) {
                return stage.thenApply(later -> result(later, returned, output != null));
            }
            return CompletableFuture.completedFuture(result(value, returned, output != null));
        };
        Tool tool = Tool.make(name, annotation.value(), shape.schema(), shape::read, handler);
        tool = output == null ? tool : tool.withOutputSchema(output);
        tool = annotation.readOnly() ? tool.withAnnotations(ToolAnnotations.readOnlyTool()) : tool;
        tool = annotation.alwaysLoaded() ? tool.alwaysLoaded() : tool;
        return annotation.searchHint().isEmpty() ? tool : tool.withSearchHint(annotation.searchHint());
    }

    private static @Nullable Object invoke(@Nullable Object target, Method method, @Nullable Object[] arguments)
            throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            } else if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** What comes of the method in the end. */
    private static Type returned(Method method) {
        Type type = method.getGenericReturnType();
        if (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw
                && CompletionStage.class.isAssignableFrom(raw)) {
            return generic.getActualTypeArguments()[0];
        }
        return type;
    }

    private static @Nullable JsonSchema output(Type returned) {
        return returned instanceof Class<?> type && type.isRecord() && type != ToolResult.class
                ? RecordShape.of(type).schema()
                : null;
    }

    private static ToolResult result(@Nullable Object value, Type returned, boolean structured) {
        if (value instanceof ToolResult result) {
            return result;
        } else if (returned == void.class || returned == Void.class) {
            return ToolResult.text("Done.");
        }
        Object shown = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (shown instanceof CharSequence text) {
            return Printable.isBlank(text.toString()) ? ToolResult.of() : ToolResult.text(text.toString());
        } else if (shown == null) {
            if (structured || returned == ToolResult.class) {
                throw new NullPointerException("The tool returned null.");
            }
            return ToolResult.text("null");
        }
        RawJson raw = Json.raw(shown);
        ToolResult result = ToolResult.of(ToolContent.json(raw));
        return structured ? result.withStructured(withoutNulls(raw)) : result;
    }

    /** A null for what may be left out does not fit the output schema, which clients check. */
    private static RawJson withoutNulls(RawJson json) {
        JsonNode tree = json.tree();
        removeNulls(tree);
        return Json.raw(tree);
    }

    private static void removeNulls(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        tree.forEach(MethodTools::removeNulls);
    }
}
