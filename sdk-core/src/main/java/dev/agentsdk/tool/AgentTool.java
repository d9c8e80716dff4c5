package dev.agentsdk.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a tool; see {@link Tool#ofMethods} and {@link ToolServer#ofMethods}.
 *
 * <pre>{@code
 * class Shop {
 *     @AgentTool("Finds articles by words.")
 *     List<Article> find(@Description("one or more words") String words, @JsonProperty(defaultValue = "10") int limit) {…}
 * }
 * AgentOptions.builder().toolServer(ToolServer.ofMethods("shop", new Shop()))
 * }</pre>
 *
 * <p>Parameters are arguments of any type that a component of a record may have
 * ({@link dev.agentsdk.schema.RecordShape}), with the same annotations. Their names are those of the source if it was
 * compiled with {@code -parameters}, else those of {@code @JsonProperty}. A parameter of type {@link ToolContext} or
 * {@link dev.agentsdk.callback.CancellationSignal} is no argument.
 *
 * <p>The method may return
 * <ul>
 *   <li>a {@link ToolResult},
 *   <li>a record: the result is its JSON, and the tool has its schema as output schema,
 *   <li>text, which is the result; an empty one is a result without parts,
 *   <li>nothing, which is the result {@code "Done."},
 *   <li>anything else, as JSON; an empty {@code Optional} is null,
 *   <li>a {@code CompletionStage} of these, which does not block a thread while it waits.
 * </ul>
 * If it throws, the model gets the reason, as for any tool.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AgentTool {

    /**
     * Tells the model what the tool does and when to use it.
     *
     * @return the description
     */
    String value();

    /**
     * Names the tool.
     *
     * @return its name; empty for the name of the method
     */
    String name() default "";

    /**
     * Says that it changes nothing.
     *
     * @return whether it has {@link ToolAnnotations#readOnlyTool}
     */
    boolean readOnly() default false;

    /**
     * Has the agent load it at once.
     *
     * @return whether it is {@link Tool#alwaysLoaded}
     */
    boolean alwaysLoaded() default false;

    /**
     * Words by which the agent finds it.
     *
     * @return the {@link Tool#withSearchHint}; empty for none
     */
    String searchHint() default "";

    /**
     * Whether text is taken for numbers and booleans, and constants of an enum in any case.
     *
     * @return whether arguments are read leniently
     */
    boolean lenient() default false;
}
