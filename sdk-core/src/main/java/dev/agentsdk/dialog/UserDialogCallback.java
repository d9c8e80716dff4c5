package dev.agentsdk.dialog;

import dev.agentsdk.callback.CancellationSignal;
import java.util.concurrent.CompletionStage;

/**
 * Shows the dialogs of the agent's own tools. The agent only sends the kinds that the application has declared with the
 * callback. May take as long as it needs, and may be called from several threads at once.
 */
@FunctionalInterface
public interface UserDialogCallback {

    /**
     * Shows a dialog.
     *
     * @param request the dialog
     * @param cancellation tells when the answer is not wanted any more; a thread that blocks here is interrupted then
     * @return the answer to come, not null; may be completed by any thread
     * @throws Exception to have the agent told that there is no answer, as an exceptional completion does
     */
    CompletionStage<UserDialogAnswer> show(UserDialogRequest request, CancellationSignal cancellation) throws Exception;
}
