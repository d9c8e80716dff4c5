package dev.agentsdk.history.internal;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The JSON form of a digest, which stores keep. Its field names are those of the official Python SDK. */
public final class SummaryData {

    private SummaryData() {}

    /**
     * Takes entries in.
     *
     * @param previous the data so far
     * @param entries the new entries
     * @return the new data
     */
    public static RawJson fold(Optional<RawJson> previous, List<RawJson> entries) {
        SessionDigest digest = previous.map(SummaryData::read).orElseGet(SessionDigest::new);
        for (RawJson entry : entries) {
            EntryFacts facts = EntryFacts.of(entry.utf8());
            if (facts != null) {
                digest.add(facts);
            }
        }
        return write(digest);
    }

    /** Whether it is JSON: what a store made of it is not known. */
    static boolean isReadable(RawJson data) {
        return EntryFacts.wellFormed(data.utf8()) != null;
    }

    static SessionDigest read(RawJson data) {
        ShallowObject fields = ShallowObject.of(data);
        SessionDigest digest = new SessionDigest();
        if (fields.raw("is_sidechain").isPresent()) {
            digest.sidechain = fields.flag("is_sidechain");
        }
        OptionalLong createdAt = fields.number("created_at");
        if (createdAt.isPresent()) {
            digest.createdAt = Instant.ofEpochMilli(createdAt.getAsLong());
        }
        digest.cwd = SessionDigest.path(fields.string("cwd").orElse(null));
        digest.firstPrompt = new FirstPrompt(text(fields, "first_prompt"), text(fields, "command_fallback"));
        digest.customTitle = text(fields, "custom_title");
        digest.aiTitle = text(fields, "ai_title");
        digest.lastPrompt = text(fields, "last_prompt");
        digest.summary = text(fields, "summary_hint");
        digest.gitBranch = text(fields, "git_branch");
        digest.tag = text(fields, "tag");
        digest.attachment = text(fields, "attachment_hint");
        return digest;
    }

    private static @Nullable String text(ShallowObject fields, String field) {
        return SessionDigest.bounded(SessionDigest.nonEmpty(fields.string(field).orElse(null)));
    }

    static RawJson write(SessionDigest digest) {
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "is_sidechain", digest.sidechain);
        put(data, "created_at", digest.createdAt == null ? null : digest.createdAt.toEpochMilli());
        put(data, "cwd", digest.cwd);
        put(data, "first_prompt", digest.firstPrompt.prompt());
        put(data, "first_prompt_locked", digest.firstPrompt.isFinal() ? Boolean.TRUE : null);
        put(data, "command_fallback", digest.firstPrompt.command());
        put(data, "custom_title", digest.customTitle);
        put(data, "ai_title", digest.aiTitle);
        put(data, "last_prompt", digest.lastPrompt);
        put(data, "summary_hint", digest.summary);
        put(data, "git_branch", digest.gitBranch);
        put(data, "tag", digest.tag);
        // Not in the official SDKs, which show no such session by its summary.
        put(data, "attachment_hint", digest.firstPrompt.isFinal() ? null : digest.attachment);
        return Json.raw(data);
    }

    private static void put(Map<String, Object> data, String field, @Nullable Object value) {
        if (value != null) {
            data.put(field, value);
        }
    }
}
