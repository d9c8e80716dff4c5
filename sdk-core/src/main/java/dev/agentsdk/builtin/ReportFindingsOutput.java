package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** Output of the tool {@code ReportFindings}. */
public final class ReportFindingsOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ReportFindingsOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReportFindingsOutput of(RawJson raw) {
        return new ReportFindingsOutput(raw);
    }

    /** {@return how many there are} */
    public int count() {
        return in.integer("count").orElse(0);
    }

    /** {@return the effort of the review, for example {@code high}} */
    public Optional<String> level() {
        return in.string("level");
    }

    /** {@return what was found} */
    public List<ReviewFinding> findings() {
        return in.objects("findings", ReviewFinding::of);
    }
}
