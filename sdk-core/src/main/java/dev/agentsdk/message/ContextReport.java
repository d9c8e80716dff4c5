package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How much of the context window is used. */
public final class ContextReport extends JsonBacked {

    private final ShallowObject in;

    private ContextReport(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextReport of(RawJson raw) {
        return new ContextReport(raw);
    }

    /** {@return the model} */
    public String model() {
        return in.text("model");
    }

    /** {@return what is used, in tokens} */
    public long totalTokens() {
        return in.number("total_tokens").orElse(0);
    }

    /** {@return the window of the model, in tokens} */
    public long rawMaxTokens() {
        return in.number("raw_max_tokens").orElse(0);
    }

    /** {@return how much is used, of 100} */
    public double percentage() {
        return in.decimal("percentage").orElse(0);
    }

    /** {@return by how many tokens the limit is exceeded} */
    public OptionalLong tokensOver() {
        return in.object("over_limit").number("tokens_over");
    }

    /** {@return which limit that is: {@code hard_limit} or {@code compaction_window}} */
    public Optional<String> overLimitKind() {
        return in.object("over_limit").string("kind");
    }

    /** {@return the parts} */
    public List<ContextReportPart> categories() {
        return in.objects("categories", ContextReportPart::of);
    }

    /** {@return tools of MCP servers} */
    public List<ContextReportPart> mcpTools() {
        return in.objects("mcp_tools", ContextReportPart::of);
    }

    /** {@return files of instructions} */
    public List<ContextReportPart> memoryFiles() {
        return in.objects("memory_files", ContextReportPart::of);
    }

    /** {@return subagents} */
    public List<ContextReportPart> agents() {
        return in.objects("agents", ContextReportPart::of);
    }

    /** {@return skills} */
    public List<ContextReportPart> skills() {
        return in.objects("skills", ContextReportPart::of);
    }
}
