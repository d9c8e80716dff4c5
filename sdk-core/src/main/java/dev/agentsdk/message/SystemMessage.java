package dev.agentsdk.message;

/**
 * News about the session itself (wire type {@code system}), told apart by {@link #subtype()}.
 */
public sealed interface SystemMessage extends Message
        permits HookMessage,
                TaskMessage,
                ApiRetryMessage,
                BackgroundTasksChangedMessage,
                CommandsChangedMessage,
                CompactBoundaryMessage,
                ControlRequestProgressMessage,
                ElicitationCompleteMessage,
                FilesPersistedMessage,
                InformationalMessage,
                InitMessage,
                LocalCommandOutputMessage,
                MemoryRecallMessage,
                MirrorErrorMessage,
                ModelRefusalMessage,
                NotificationMessage,
                PermissionDeniedMessage,
                PluginInstallMessage,
                RetryMessage,
                SessionStateChangedMessage,
                SessionTitleChangedMessage,
                SessionWritesLostMessage,
                StatusMessage,
                ThinkingTokensMessage,
                UnknownSystemMessage,
                WorkerShuttingDownMessage {

    @Override
    default String type() {
        return "system";
    }

    /**
     * What kind of news.
     *
     * @return the subtype as it went over the wire, for example {@code init}
     */
    String subtype();
}
