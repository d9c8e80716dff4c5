package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalInt;

/** What a shell command has done with git or GitHub. */
public final class GitOperation extends JsonBacked {

    private final ShallowObject in;

    private GitOperation(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static GitOperation of(RawJson raw) {
        return new GitOperation(raw);
    }

    /** {@return the commit that was made} */
    public Optional<String> commitSha() {
        return in.object("commit").string("sha");
    }

    /** {@return {@code committed}, {@code amended}, {@code cherry-picked} or newer} */
    public Optional<String> commitKind() {
        return in.object("commit").string("kind");
    }

    /** {@return the branch of the commit} */
    public Optional<String> commitBranch() {
        return in.object("commit").string("branch");
    }

    /** {@return the branch that was pushed} */
    public Optional<String> pushedBranch() {
        return in.object("push").string("branch");
    }

    /** {@return the branch that was merged or rebased} */
    public Optional<String> branchRef() {
        return in.object("branch").string("ref");
    }

    /** {@return {@code merged}, {@code rebased} or newer} */
    public Optional<String> branchAction() {
        return in.object("branch").string("action");
    }

    /** {@return the number of the pull request} */
    public OptionalInt pullRequestNumber() {
        return in.object("pr").integer("number");
    }

    /** {@return its address} */
    public Optional<String> pullRequestUrl() {
        return in.object("pr").string("url");
    }

    /** {@return what was done to it, for example {@code created}} */
    public Optional<String> pullRequestAction() {
        return in.object("pr").string("action");
    }
}
