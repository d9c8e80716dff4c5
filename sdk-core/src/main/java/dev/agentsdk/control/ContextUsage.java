package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.message.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What fills the context window of the model. */
public final class ContextUsage extends JsonBacked {

    private final ShallowObject in;

    private ContextUsage(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextUsage of(RawJson raw) {
        return new ContextUsage(raw);
    }

    /** {@return the parts, in the order of the agent} */
    public List<ContextCategory> categories() {
        return in.objects("categories", ContextCategory::of);
    }

    /** {@return what is used, in tokens} */
    public long totalTokens() {
        return in.number("totalTokens").orElse(0);
    }

    /** {@return what there is before the agent compacts, in tokens} */
    public long maxTokens() {
        return in.number("maxTokens").orElse(0);
    }

    /** {@return the window of the model, in tokens} */
    public long rawMaxTokens() {
        return in.number("rawMaxTokens").orElse(0);
    }

    /** {@return how much is used, of 100} */
    public double percentage() {
        return in.decimal("percentage").orElse(0);
    }

    /** {@return the model} */
    public Optional<String> model() {
        return in.string("model");
    }

    /** {@return whether the agent compacts on its own} */
    public boolean autoCompactEnabled() {
        return in.flag("isAutoCompactEnabled");
    }

    /** {@return at how many tokens it does} */
    public OptionalLong autoCompactThreshold() {
        return in.number("autoCompactThreshold");
    }

    /** {@return files of instructions} */
    public List<ContextPart> memoryFiles() {
        return in.objects("memoryFiles", ContextPart::of);
    }

    /** {@return tools of MCP servers} */
    public List<ContextPart> mcpTools() {
        return in.objects("mcpTools", ContextPart::of);
    }

    /** {@return instructions of MCP servers} */
    public List<ContextPart> mcpInstructions() {
        return in.objects("mcpInstructions", ContextPart::of);
    }

    /** {@return built-in tools} */
    public List<ContextPart> systemTools() {
        return in.objects("systemTools", ContextPart::of);
    }

    /** {@return built-in tools that are loaded when they are needed} */
    public List<ContextPart> deferredBuiltinTools() {
        return in.objects("deferredBuiltinTools", ContextPart::of);
    }

    /** {@return sections of the system prompt} */
    public List<ContextPart> systemPromptSections() {
        return in.objects("systemPromptSections", ContextPart::of);
    }

    /** {@return subagents} */
    public List<ContextPart> agents() {
        return in.objects("agents", ContextPart::of);
    }

    /** {@return skills} */
    public Optional<ContextSkills> skills() {
        return in.object("skills", ContextSkills::of);
    }

    /** {@return slash commands} */
    public Optional<ContextSkills> slashCommands() {
        return in.object("slashCommands", ContextSkills::of);
    }

    /** {@return what the messages consist of} */
    public Optional<ContextMessages> messages() {
        return in.object("messageBreakdown", ContextMessages::of);
    }

    /** {@return the token counts of the last request} */
    public Optional<Usage> apiUsage() {
        return in.object("apiUsage", Usage::of);
    }

    /** {@return the grid in which the CLI displays the usage, row by row} */
    public List<List<ContextGridCell>> grid() {
        return in.raws("gridRows").stream().map(ContextUsage::row).toList();
    }

    private static List<ContextGridCell> row(RawJson row) {
        return ShallowObject.objectsOf(row, ContextGridCell::of);
    }
}
