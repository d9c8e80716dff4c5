package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.JsonBacked;
import dev.agentsdk.message.Usage;
import dev.agentsdk.message.internal.ContentParser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Output of the tool {@code Agent}. Which fields it has depends on the status. */
public final class AgentOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private AgentOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AgentOutput of(RawJson raw) {
        return new AgentOutput(raw);
    }

    /** {@return {@code completed}, {@code async_launched}, {@code remote_launched} or newer} */
    public String status() {
        return in.text("status");
    }

    /** {@return the subagent} */
    public Optional<String> agentId() {
        return in.string("agentId");
    }

    /** {@return its kind} */
    public Optional<String> agentType() {
        return in.string("agentType");
    }

    /** {@return its task} */
    public Optional<String> prompt() {
        return in.string("prompt");
    }

    /** {@return the description of its task} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return the task that it runs as, if it was started in the cloud} */
    public Optional<String> taskId() {
        return in.string("taskId");
    }

    /** {@return its session in the cloud} */
    public Optional<String> sessionUrl() {
        return in.string("sessionUrl");
    }

    /** {@return whether it runs in the background} */
    public boolean isAsync() {
        return in.flag("isAsync");
    }

    /** {@return its answer in blocks; none if it still runs} */
    public List<ContentBlock> content() {
        return in.raw("content").map(ContentParser::blocksOf).orElse(List.of());
    }

    /** {@return its answer; empty if it still runs} */
    public String text() {
        return in.raws("content").stream()
                .map(part -> ShallowObject.of(part).text("text"))
                .collect(Collectors.joining());
    }

    /** {@return how long it took} */
    public Optional<Duration> totalDuration() {
        return in.millis("totalDurationMs");
    }

    /** {@return how many tokens it has used} */
    public OptionalLong totalTokens() {
        return in.number("totalTokens");
    }

    /** {@return how many tools it has called} */
    public OptionalInt totalToolUseCount() {
        return in.integer("totalToolUseCount");
    }

    /** {@return the token counts of its last request} */
    public Optional<Usage> usage() {
        return in.object("usage", Usage::of);
    }

    /** {@return its model} */
    public Optional<String> resolvedModel() {
        return in.string("resolvedModel");
    }

    /** {@return the models that it has used, in their order} */
    public List<String> modelsUsed() {
        return in.strings("modelsUsed");
    }

    /** {@return the names of the tools that it has called} */
    public List<String> toolsUsed() {
        return in.strings("toolsUsed");
    }

    /** {@return how often it has used tools, and what came of it} */
    public Optional<AgentToolStats> toolStats() {
        return in.object("toolStats", AgentToolStats::of);
    }

    /** {@return whether the agent that has started it can read {@link #outputFile()}} */
    public Optional<Boolean> canReadOutputFile() {
        return in.bool("canReadOutputFile");
    }

    /** {@return the file with its output, if it still runs} */
    public Optional<String> outputFile() {
        return in.string("outputFile");
    }

    /** {@return the worktree that it has worked in} */
    public Optional<String> worktreePath() {
        return in.string("worktreePath");
    }

    /** {@return the branch of the worktree} */
    public Optional<String> worktreeBranch() {
        return in.string("worktreeBranch");
    }
}
