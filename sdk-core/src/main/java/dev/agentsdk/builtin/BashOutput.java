package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Output of the tool {@code Bash}. */
public final class BashOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private BashOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static BashOutput of(RawJson raw) {
        return new BashOutput(raw);
    }

    /** {@return what it wrote to stdout} */
    public String stdout() {
        return in.text("stdout");
    }

    /** {@return what it wrote to stderr} */
    public String stderr() {
        return in.text("stderr");
    }

    /** {@return whether it was interrupted} */
    public boolean isInterrupted() {
        return in.flag("interrupted");
    }

    /** {@return whether stdout is an image} */
    public boolean isImage() {
        return in.flag("isImage");
    }

    /** {@return the task, if it runs in the background} */
    public Optional<String> backgroundTaskId() {
        return in.string("backgroundTaskId");
    }

    /** {@return whether the user has sent it there} */
    public boolean isBackgroundedByUser() {
        return in.flag("backgroundedByUser");
    }

    /** {@return the time after which it was ended} */
    public Optional<Duration> timedOutAfter() {
        return in.millis("timedOutAfterMs");
    }

    /** {@return what an exit code other than 0 means} */
    public Optional<String> returnCodeInterpretation() {
        return in.string("returnCodeInterpretation");
    }

    /** {@return the file with the whole output} */
    public Optional<String> persistedOutputPath() {
        return in.string("persistedOutputPath").or(() -> in.string("rawOutputPath"));
    }

    /** {@return its size in bytes} */
    public OptionalLong persistedOutputSize() {
        return in.number("persistedOutputSize");
    }

    /** {@return whether it ran outside the sandbox} */
    public boolean isSandboxDisabled() {
        return in.flag("dangerouslyDisableSandbox");
    }

    /** {@return what it did with git or GitHub} */
    public Optional<GitOperation> gitOperation() {
        return in.object("gitOperation", GitOperation::of);
    }

    /** {@return its content, if that is in blocks: each as the agent wrote it} */
    public List<RawJson> structuredContent() {
        return in.raws("structuredContent");
    }

    /** {@return whether the command writes nothing if it succeeds} */
    public boolean isNoOutputExpected() {
        return in.flag("noOutputExpected");
    }

    /** {@return a note for the model: a change of directory in the background did not change that of the session} */
    public Optional<String> backgroundCwdHint() {
        return in.string("backgroundCwdHint");
    }

    /** {@return whether its end wakes the subagent that started it in the background} */
    public boolean isBackgroundWakingOwner() {
        return in.flag("backgroundWakesOwner");
    }

    /** {@return whether it is ended in the background with the last answer of who started it, and no end is reported} */
    public boolean isBackgroundEndingWithFinalResponse() {
        return in.flag("backgroundEndsWithFinalResponse");
    }

    /** {@return a note for the model: which files that it has read were changed meanwhile} */
    public Optional<String> staleReadFileStateHint() {
        return in.string("staleReadFileStateHint");
    }

    /** {@return a note for the model: GitHub has refused a request because there were too many} */
    public Optional<String> ghRateLimitHint() {
        return in.string("ghRateLimitHint");
    }
}
