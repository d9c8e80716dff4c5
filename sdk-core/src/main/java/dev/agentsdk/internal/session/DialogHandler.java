package dev.agentsdk.internal.session;

import dev.agentsdk.dialog.ElicitationAnswer;
import dev.agentsdk.dialog.ElicitationCallback;
import dev.agentsdk.dialog.ElicitationRequest;
import dev.agentsdk.dialog.UserDialogCallback;
import dev.agentsdk.dialog.UserDialogRequest;
import dev.agentsdk.errors.CallbackException.Kind;
import dev.agentsdk.internal.session.CallbackRunner.Work;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code elicitation} and {@code request_user_dialog}. Shapes of the answers: the TypeScript SDK. */
final class DialogHandler {

    private static final Logger log = LoggerFactory.getLogger(DialogHandler.class);

    private final @Nullable ElicitationCallback elicitation;
    private final @Nullable UserDialogCallback dialog;
    private final Set<String> dialogKinds;
    private final CallbackRunner runner;

    DialogHandler(
            @Nullable ElicitationCallback elicitation,
            @Nullable UserDialogCallback dialog,
            Set<String> dialogKinds,
            CallbackRunner runner) {
        this.elicitation = elicitation;
        this.dialog = dialog;
        this.dialogKinds = dialogKinds;
        this.runner = runner;
    }

    void elicit(Incoming incoming) {
        ElicitationCallback callback = elicitation == null
                ? (request, cancellation) -> CompletableFuture.completedFuture(ElicitationAnswer.decline())
                : elicitation;
        runner.run(incoming, () -> {
            ElicitationRequest request = ElicitationRequest.read(incoming.body());
            return new Work<>(
                    Kind.ELICITATION,
                    "for " + request.serverName(),
                    () -> callback.ask(request, incoming.cancellation()),
                    given -> {
                        Map<String, Object> answer = new LinkedHashMap<>();
                        answer.put("action", given.action());
                        given.content().ifPresent(content -> answer.put("content", content));
                        return answer;
                    });
        });
    }

    void showDialog(Incoming incoming) {
        runner.run(incoming, () -> {
            UserDialogRequest request = UserDialogRequest.read(incoming.body());
            UserDialogCallback callback = dialog;
            if (callback == null || !dialogKinds.contains(request.kind())) {
                // An error would count as no answer, and "cancelled" as the user's: both decide what is not ours to
                // decide.
                if (runner.warnings().allows(log::warn)) {
                    log.warn("The agent wants to show a dialog of a kind that was not declared; it gets no answer");
                }
                incoming.leaveOpen();
                return null;
            }
            return new Work<>(
                    Kind.USER_DIALOG, request.kind(), () -> callback.show(request, incoming.cancellation()), given -> {
                        Map<String, Object> answer = new LinkedHashMap<>();
                        answer.put("behavior", given.behavior());
                        given.result().ifPresent(result -> answer.put("result", result));
                        return answer;
                    });
        });
    }
}
