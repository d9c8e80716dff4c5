package dev.agentsdk.dialog;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a dialog.
 *
 * @param behavior {@code completed} or {@code cancelled}
 * @param result the result, by the kind of dialog
 */
public record UserDialogAnswer(String behavior, Optional<RawJson> result) {

    public UserDialogAnswer {
        Objects.requireNonNull(behavior, "behavior");
        Objects.requireNonNull(result, "result");
    }

    /**
     * The user has answered.
     *
     * @param result by the kind of dialog: strings, numbers, booleans, lists, maps, {@link RawJson}
     * @return the answer
     */
    public static UserDialogAnswer completed(Object result) {
        return new UserDialogAnswer("completed", Optional.of(Json.raw(result)));
    }

    /**
     * The user has closed the dialog.
     *
     * @return the answer
     */
    public static UserDialogAnswer cancelled() {
        return new UserDialogAnswer("cancelled", Optional.empty());
    }
}
