package dev.agentsdk.dialog;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import java.util.Map;
import java.util.Optional;

/**
 * A dialog that a tool of the agent wants to show. Fields as in the TypeScript SDK 0.3.
 *
 * @param kind what kind of dialog
 * @param payload its content, by kind
 * @param toolUseId the tool call that it belongs to
 * @param raw the whole request
 */
public record UserDialogRequest(String kind, RawJson payload, Optional<String> toolUseId, RawJson raw) {

    /**
     * Reads a request as it goes over the wire.
     *
     * @param raw the request object of a {@code request_user_dialog}
     * @return the request; what is missing is empty
     */
    public static UserDialogRequest read(RawJson raw) {
        Fields fields = Fields.of(raw);
        return new UserDialogRequest(
                fields.textOrEmpty("dialog_kind"),
                fields.raw("payload").orElseGet(UserDialogRequest::emptyObject),
                fields.text("tool_use_id"),
                raw);
    }

    private static RawJson emptyObject() {
        return Json.raw(Map.of());
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
