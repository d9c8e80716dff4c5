package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** Input of the tool {@code ReportFindings}. */
public final class ReportFindingsInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ReportFindingsInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ReportFindingsInput of(RawJson raw) {
        return new ReportFindingsInput(raw);
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
