package dev.agentsdk.tool.internal;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.message.internal.ContentChecks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes empty and blank texts from the results of tools of other libraries. Results of this SDK's own tools cannot have
 * any: see {@link ContentChecks}. Such a text is valid for MCP, but the API refuses it, and with it every later request of
 * the session; {@code claude} 2.1 passes it on.
 */
public final class EmptyTexts {

    private final byte[] json;

    /** The last {@code content} of the last {@code result}; null if there is none, or nothing to remove. */
    private @Nullable Content changed;

    /** Where the list of the parts begins and ends, and the parts that stay. */
    private record Content(int start, int end, List<RawJson> kept) {}

    private EmptyTexts(byte[] json) {
        this.json = json;
    }

    /**
     * Removes them. Reads the response once; texts that are not empty are not decoded.
     *
     * @param response a JSON-RPC response to {@code tools/call}
     * @return the same instance if there is nothing to remove. A result of such texts only has an empty {@code content}
     */
    public static RawJson removedFrom(RawJson response) {
        EmptyTexts texts = new EmptyTexts(response.utf8());
        try (FieldReader in = FieldReader.on(texts.json)) {
            in.enterObject();
            texts.response(in);
            in.finish();
        } catch (IOException e) {
            // Not JSON, or no object. The answer fails over it, or the agent refuses it.
            return response;
        }
        return texts.changed == null ? response : texts.without(texts.changed);
    }

    private void response(FieldReader in) throws IOException {
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals("result") && in.isObject()) {
                result(in);
            } else {
                in.skip();
            }
        }
    }

    private void result(FieldReader in) throws IOException {
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals("content") && in.token() == JsonToken.START_ARRAY) {
                content(in);
            } else {
                in.skip();
            }
        }
    }

    private void content(FieldReader in) throws IOException {
        int start = in.tokenStart();
        List<RawJson> kept = new ArrayList<>();
        boolean removed = false;
        while (in.nextElement() != JsonToken.END_ARRAY) {
            int partStart = in.tokenStart();
            if (isEmptyText(in)) {
                removed = true;
            } else {
                kept.add(in.since(partStart));
            }
        }
        changed = removed ? new Content(start, start + in.since(start).size(), kept) : null;
    }

    private static boolean isEmptyText(FieldReader in) throws IOException {
        if (!in.isObject()) {
            in.skip();
            return false;
        }
        boolean isText = false;
        boolean isBlank = false;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "type" -> isText = "text".equals(in.stringOrSkip());
                case "text" -> isBlank = in.isBlankOrSkip();
                default -> in.skip();
            }
        }
        return isText && isBlank;
    }

    private RawJson without(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length);
        bytes.write(json, 0, content.start());
        bytes.write('[');
        for (int i = 0; i < content.kept().size(); i++) {
            if (i > 0) {
                bytes.write(',');
            }
            bytes.writeBytes(content.kept().get(i).utf8());
        }
        bytes.write(']');
        bytes.write(json, content.end(), json.length - content.end());
        byte[] changedJson = bytes.toByteArray();
        return RawJson.wrap(changedJson, 0, changedJson.length);
    }
}
