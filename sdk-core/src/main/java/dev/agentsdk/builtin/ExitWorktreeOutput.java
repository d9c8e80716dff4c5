package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalInt;

/** Output of the tool {@code ExitWorktree}. */
public final class ExitWorktreeOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ExitWorktreeOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ExitWorktreeOutput of(RawJson raw) {
        return new ExitWorktreeOutput(raw);
    }

    /** {@return {@code keep}, {@code remove} or newer} */
    public String action() {
        return in.text("action");
    }

    /** {@return the directory that the session is back in} */
    public String originalCwd() {
        return in.text("originalCwd");
    }

    /** {@return the worktree} */
    public String worktreePath() {
        return in.text("worktreePath");
    }

    /** {@return its branch} */
    public Optional<String> worktreeBranch() {
        return in.string("worktreeBranch");
    }

    /** {@return the session of tmux that belongs to it} */
    public Optional<String> tmuxSessionName() {
        return in.string("tmuxSessionName");
    }

    /** {@return how many changed files are lost} */
    public OptionalInt discardedFiles() {
        return in.integer("discardedFiles");
    }

    /** {@return how many commits are lost} */
    public OptionalInt discardedCommits() {
        return in.integer("discardedCommits");
    }

    /** {@return what was done} */
    public String message() {
        return in.text("message");
    }
}
