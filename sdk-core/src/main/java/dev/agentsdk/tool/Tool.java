package dev.agentsdk.tool;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.schema.JsonSchema;
import dev.agentsdk.schema.MisfitException;
import dev.agentsdk.schema.RecordShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tool that runs in this process. Immutable; may be offered to any number of agents.
 *
 * <pre>{@code
 * record Add(@Description("the first summand") int a, @Description("the second summand") int b) {}
 *
 * Tool add = Tool.of("add", "Adds two numbers.", Add.class,
 *         (arguments, context) -> ToolResult.text(String.valueOf(arguments.a() + arguments.b())));
 * }</pre>
 *
 * <p>Arguments are checked against the schema first. What does not fit is not given to the handler: the model is told what
 * is wrong, and mostly gets it right the second time.
 */
public final class Tool {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private final String name;
    private final String description;
    private final JsonSchema inputSchema;
    private final Binding binding;
    private final ToolAnnotations annotations;
    private final Map<String, Object> meta;
    private final @Nullable JsonSchema outputSchema;

    /** Checks and reads arguments, and makes the call that is then run elsewhere. */
    private interface Binding {
        Call bind(RawJson arguments);
    }

    /** A call that is ready to run. */
    interface Call {
        CompletionStage<ToolResult> run(ToolContext context) throws Exception;
    }

    private Tool(
            String name,
            String description,
            JsonSchema inputSchema,
            Binding binding,
            ToolAnnotations annotations,
            Map<String, Object> meta,
            @Nullable JsonSchema outputSchema) {
        this.name = name;
        this.description = description;
        this.inputSchema = inputSchema;
        this.binding = binding;
        this.annotations = annotations;
        this.meta = meta;
        this.outputSchema = outputSchema;
    }

    /**
     * A tool whose arguments are a record.
     *
     * @param name its name: letters, digits, {@code _}, {@code -} and {@code .}; the model sees it as
     *     {@code mcp__server__name}
     * @param description tells the model what it does and when to use it
     * @param arguments the record; see {@link RecordShape} for what it may be made of
     * @param handler what it does; runs on {@code AgentOptions.callbackExecutor}
     * @param <A> the record
     * @return the tool
     * @throws IllegalArgumentException if the name is not valid, or the record has no form in JSON
     */
    public static <A> Tool of(String name, String description, Class<A> arguments, ToolHandler<A> handler) {
        return async(name, description, arguments, blocking(handler));
    }

    /**
     * A tool whose arguments are a record, and that holds no thread while it waits.
     *
     * @param name as for {@link #of(String, String, Class, ToolHandler)}
     * @param description tells the model what it does and when to use it
     * @param arguments the record
     * @param handler what it does
     * @param <A> the record
     * @return the tool
     * @throws IllegalArgumentException if the name is not valid, or the record has no form in JSON
     */
    public static <A> Tool async(String name, String description, Class<A> arguments, AsyncToolHandler<A> handler) {
        return async(name, description, RecordShape.of(arguments), handler);
    }

    /**
     * A tool whose arguments are a record, with a shape of your own: {@code RecordShape.of(Add.class).lenient()} also takes
     * text for numbers.
     *
     * @param name as for {@link #of(String, String, Class, ToolHandler)}
     * @param description tells the model what it does and when to use it
     * @param arguments the shape of the record
     * @param handler what it does; runs on {@code AgentOptions.callbackExecutor}
     * @param <A> the record
     * @return the tool
     * @throws IllegalArgumentException if the name is not valid, or the API refuses the schema
     */
    public static <A> Tool of(String name, String description, RecordShape<A> arguments, ToolHandler<A> handler) {
        return async(name, description, arguments, blocking(handler));
    }

    /**
     * A tool whose arguments are a record, with a shape of your own, and that holds no thread while it waits.
     *
     * @param name as for {@link #of(String, String, Class, ToolHandler)}
     * @param description tells the model what it does and when to use it
     * @param arguments the shape of the record
     * @param handler what it does
     * @param <A> the record
     * @return the tool
     * @throws IllegalArgumentException if the name is not valid, or the API refuses the schema
     */
    public static <A> Tool async(
            String name, String description, RecordShape<A> arguments, AsyncToolHandler<A> handler) {
        return make(name, description, arguments.schema(), arguments::read, handler);
    }

    /**
     * A tool with a schema written by hand.
     *
     * @param name as for {@link #of(String, String, Class, ToolHandler)}
     * @param description tells the model what it does and when to use it
     * @param inputSchema the JSON schema of its arguments, with {@code "type": "object"}
     * @param handler what it does, with the arguments as JSON
     * @return the tool
     * @throws IllegalArgumentException if the name is not valid, or the API would refuse the schema: its type is not
     *     {@code object}, it has {@code anyOf}, {@code oneOf}, {@code allOf} or {@code $ref} at the top, or a property's
     *     name has other characters than letters, digits, {@code _}, {@code -} and {@code .}, or more than 64
     */
    public static Tool withSchema(
            String name, String description, JsonSchema inputSchema, ToolHandler<RawJson> handler) {
        return asyncWithSchema(name, description, inputSchema, blocking(handler));
    }

    /**
     * A tool with a schema written by hand, that holds no thread while it waits.
     *
     * @param name as for {@link #of(String, String, Class, ToolHandler)}
     * @param description tells the model what it does and when to use it
     * @param inputSchema the JSON schema of its arguments, with {@code "type": "object"}
     * @param handler what it does, with the arguments as JSON
     * @return the tool
     * @throws IllegalArgumentException if the name is not valid, or the API would refuse the schema: its type is not
     *     {@code object}, it has {@code anyOf}, {@code oneOf}, {@code allOf} or {@code $ref} at the top, or a property's
     *     name has other characters than letters, digits, {@code _}, {@code -} and {@code .}, or more than 64
     */
    public static Tool asyncWithSchema(
            String name, String description, JsonSchema inputSchema, AsyncToolHandler<RawJson> handler) {
        return make(
                name,
                description,
                inputSchema,
                arguments -> {
                    List<String> problems = inputSchema.problems(arguments);
                    if (!problems.isEmpty()) {
                        throw new MisfitException("argument list", problems);
                    }
                    return arguments;
                },
                handler);
    }

    private static <A> AsyncToolHandler<A> blocking(ToolHandler<A> handler) {
        Objects.requireNonNull(handler, "handler");
        return (arguments, context) -> CompletableFuture.completedFuture(handler.call(arguments, context));
    }

    static <A> Tool make(
            String name,
            String description,
            JsonSchema schema,
            Function<RawJson, A> reader,
            AsyncToolHandler<A> handler) {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(handler, "handler");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name of a tool has 1 to 128 letters, digits, '_', '-' and '.', not: " + name);
        }
        schema.requireToolInput(name);
        Binding binding = json -> {
            A arguments = reader.apply(json);
            return context -> handler.call(arguments, context);
        };
        return new Tool(name, description, schema, binding, ToolAnnotations.NONE, Map.of(), null);
    }

    /**
     * Adds hints.
     *
     * @param annotations the hints
     * @return a changed copy
     */
    public Tool withAnnotations(ToolAnnotations annotations) {
        return new Tool(
                name,
                description,
                inputSchema,
                binding,
                Objects.requireNonNull(annotations, "annotations"),
                meta,
                outputSchema);
    }

    /**
     * Lets results be longer than the agent would otherwise show to the model; {@code claude} 2.1 puts longer ones into a
     * file.
     *
     * @param characters the bound
     * @return a changed copy
     */
    public Tool withMaxResultSizeChars(int characters) {
        if (characters < 1) {
            throw new IllegalArgumentException("maxResultSizeChars must be positive, not " + characters + ".");
        }
        return withMeta("anthropic/maxResultSizeChars", characters);
    }

    /**
     * Has the agent load the tool at once, not only when the model looks for it. For agents with many tools.
     *
     * @return a changed copy
     */
    public Tool alwaysLoaded() {
        return withMeta("anthropic/alwaysLoad", true);
    }

    /**
     * Adds a hint for certain agents ({@code _meta}).
     *
     * @param key its name, with a prefix as {@code anthropic/}
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public Tool withMeta(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(meta);
        changed.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return new Tool(name, description, inputSchema, binding, annotations, Map.copyOf(changed), outputSchema);
    }

    /**
     * Words by which the agent finds the tool when it looks for one, where tools are not all loaded at once. Newer agents.
     *
     * @param hint some words
     * @return a changed copy
     */
    public Tool withSearchHint(String hint) {
        return withMeta("anthropic/searchHint", hint);
    }

    /**
     * Says what the structured result looks like. Each result that is not an error must then have one that fits
     * ({@link ToolResult#withStructured}); another is a failure of the tool.
     *
     * @param schema the schema of an object
     * @return a changed copy
     * @throws IllegalArgumentException if the schema's type is not {@code object}
     */
    public Tool withOutputSchema(JsonSchema schema) {
        if (!schema.describesObject()) {
            throw new IllegalArgumentException(
                    "The output schema of the tool " + name + " must have \"type\": \"object\" at the top.");
        }
        return new Tool(name, description, inputSchema, binding, annotations, meta, schema);
    }

    /**
     * Makes tools of the methods of an object that have {@link AgentTool}.
     *
     * @param target a plain object
     * @return its tools, sorted by name
     * @throws IllegalArgumentException if there is no such method, or one cannot be a tool; says which, and why
     */
    public static List<Tool> ofMethods(Object target) {
        return MethodTools.of(target);
    }

    /**
     * The name.
     *
     * @return the name without the server's
     */
    public String name() {
        return name;
    }

    /**
     * What it does.
     *
     * @return the text for the model
     */
    public String description() {
        return description;
    }

    /**
     * What it takes.
     *
     * @return the schema of its arguments
     */
    public JsonSchema inputSchema() {
        return inputSchema;
    }

    /**
     * What its structured result looks like.
     *
     * @return the schema, if one was given
     */
    public Optional<JsonSchema> outputSchema() {
        return Optional.ofNullable(outputSchema);
    }

    /** Throws {@link IllegalStateException} if the result is not what the output schema says. */
    void checkOutput(ToolResult result) {
        if (outputSchema == null || result.isError()) {
            return;
        }
        RawJson structured = result.structured()
                .orElseThrow(() -> new IllegalStateException(
                        "The tool " + name + " has an output schema, and returned no structured result."));
        List<String> problems = outputSchema.problems(structured);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("The structured result of the tool " + name
                    + " does not fit its output schema: " + String.join("; ", problems) + ".");
        }
    }

    /**
     * Hints.
     *
     * @return the hints
     */
    public ToolAnnotations annotations() {
        return annotations;
    }

    /** Checks and reads arguments. Throws {@link MisfitException} if they do not fit. */
    Call bind(RawJson arguments) {
        return binding.bind(arguments);
    }

    /** The tool in {@code tools/list}. */
    Map<String, Object> toWire() {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("name", name);
        wire.put("description", description);
        wire.put("inputSchema", inputSchema.json());
        outputSchema().ifPresent(schema -> wire.put("outputSchema", schema.json()));
        Map<String, Object> hints = annotations.toWire();
        if (!hints.isEmpty()) {
            wire.put("annotations", hints);
        }
        if (!meta.isEmpty()) {
            wire.put("_meta", meta);
        }
        return wire;
    }

    @Override
    public String toString() {
        return "Tool[" + name + "]";
    }
}
