package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** The difference that a change of a file makes, as git has it. */
public final class GitDiff extends JsonBacked {

    private final ShallowObject in;

    private GitDiff(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static GitDiff of(RawJson raw) {
        return new GitDiff(raw);
    }

    /** {@return the file} */
    public String filename() {
        return in.text("filename");
    }

    /** {@return {@code modified}, {@code added} or newer} */
    public String status() {
        return in.text("status");
    }

    /** {@return how many lines are new} */
    public int additions() {
        return in.integer("additions").orElse(0);
    }

    /** {@return how many lines are gone} */
    public int deletions() {
        return in.integer("deletions").orElse(0);
    }

    /** {@return both together} */
    public int changes() {
        return in.integer("changes").orElse(0);
    }

    /** {@return the difference as text} */
    public String patch() {
        return in.text("patch");
    }

    /** {@return the repository, for example {@code owner/name}} */
    public Optional<String> repository() {
        return in.string("repository");
    }
}
