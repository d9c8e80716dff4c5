package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        JsonNode tree = data.tree();
        SessionDigest digest = new SessionDigest();
        if (tree.has("is_sidechain")) {
            digest.sidechain = tree.path("is_sidechain").asBoolean();
        }
        if (tree.path("created_at").isNumber()) {
            digest.createdAt = Instant.ofEpochMilli(tree.path("created_at").asLong());
        }
        digest.cwd = text(tree, "cwd");
        digest.firstPrompt = new FirstPrompt(text(tree, "first_prompt"), text(tree, "command_fallback"));
        digest.customTitle = text(tree, "custom_title");
        digest.aiTitle = text(tree, "ai_title");
        digest.lastPrompt = text(tree, "last_prompt");
        digest.summary = text(tree, "summary_hint");
        digest.gitBranch = text(tree, "git_branch");
        digest.tag = text(tree, "tag");
        digest.attachment = text(tree, "attachment_hint");
        return digest;
    }

    private static @Nullable String text(JsonNode tree, String field) {
        return SessionDigest.nonEmpty(tree.path(field).textValue());
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
