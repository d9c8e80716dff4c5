package dev.agentsdk.control;

import dev.agentsdk.internal.Fields;
import dev.agentsdk.message.RawJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What fills the model's context window. Further lists (system tools, skills, slash commands, the grid) are in the raw
 * JSON.
 *
 * @param categories the parts, in the agent's order
 * @param totalTokens what is used
 * @param maxTokens what there is before the agent compacts
 * @param rawMaxTokens the window of the model
 * @param percentage how much is used, of 100
 * @param model the model
 * @param autoCompactEnabled whether the agent compacts by itself
 * @param autoCompactThreshold at how many tokens it does
 * @param memoryFiles files of instructions in the context
 * @param mcpTools tools of MCP servers in the context
 * @param raw the whole answer
 */
public record ContextUsage(
        List<Category> categories,
        long totalTokens,
        long maxTokens,
        long rawMaxTokens,
        double percentage,
        Optional<String> model,
        boolean autoCompactEnabled,
        OptionalLong autoCompactThreshold,
        List<Part> memoryFiles,
        List<Part> mcpTools,
        RawJson raw) {

    public ContextUsage {
        categories = List.copyOf(categories);
        memoryFiles = List.copyOf(memoryFiles);
        mcpTools = List.copyOf(mcpTools);
    }

    /**
     * A part of the window.
     *
     * @param name for people, for example {@code System prompt}
     * @param id for programs, for example {@code system_prompt}; newer agents only
     * @param kind {@code used}, {@code free}, {@code buffer}, {@code deferred}; newer agents only
     * @param tokens its size
     * @param deferred whether it is only loaded when needed
     */
    public record Category(String name, Optional<String> id, Optional<String> kind, long tokens, boolean deferred) {
        private static Category read(Fields fields) {
            return new Category(
                    fields.textOrEmpty("name"),
                    fields.text("id"),
                    fields.text("kind"),
                    fields.longInteger("tokens").orElse(0),
                    fields.flag("isDeferred"));
        }
    }

    /**
     * A single thing in the window.
     *
     * @param name the path of a file, the name of a tool
     * @param tokens its size
     * @param raw all of it
     */
    public record Part(String name, long tokens, RawJson raw) {
        private static Part read(Fields fields, String nameField) {
            return new Part(
                    fields.textOrEmpty(nameField), fields.longInteger("tokens").orElse(0), fields.raw());
        }
    }

    static ContextUsage read(RawJson raw) {
        Fields fields = Fields.of(raw);
        return new ContextUsage(
                fields.objects("categories", Category::read),
                fields.longInteger("totalTokens").orElse(0),
                fields.longInteger("maxTokens").orElse(0),
                fields.longInteger("rawMaxTokens").orElse(0),
                fields.decimal("percentage").orElse(0),
                fields.text("model"),
                fields.flag("isAutoCompactEnabled"),
                fields.longInteger("autoCompactThreshold"),
                fields.objects("memoryFiles", part -> Part.read(part, "path")),
                fields.objects("mcpTools", part -> Part.read(part, "name")),
                raw);
    }
}
