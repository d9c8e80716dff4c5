package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.FieldReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A control frame from the agent. Source: protocol of {@code claude} 2.1 as used by the official Python SDK; the id of a
 * response stands inside {@code response}, that of a request at the top; success replies may lack {@code response}, and
 * newer CLIs add {@code error_code} to errors.
 *
 * @param requestId the id; null if there is none
 * @param subtype of the response ({@code success}, {@code error}) or of the request; null if there is none
 * @param body the answer of a response, the request of a request; an empty object if there is none
 * @param error the text of an error response
 * @param errorCode the code of an error response
 * @param waiting arrays of requests that the agent has sent before and still waits for; sent by newer CLIs
 *     with the answer to {@code initialize}
 */
public record ControlFrame(
        @Nullable RequestId requestId,
        @Nullable String subtype,
        RawJson body,
        @Nullable String error,
        @Nullable String errorCode,
        List<RawJson> waiting) {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    /** The body of a frame that has none. */
    public static final RawJson NO_BODY = RawJson.wrap(EMPTY_OBJECT, 0, EMPTY_OBJECT.length);

    /**
     * Reads a {@code control_response}.
     *
     * @param line the line, owned by the frame from now on
     * @throws IOException if it is no such frame
     */
    public static ControlFrame response(byte[] line) throws IOException {
        RequestId requestId = null;
        String subtype = null;
        RawJson body = null;
        String error = null;
        String errorCode = null;
        List<RawJson> waiting = new ArrayList<>();
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                if (!field.equals("response")) {
                    in.skip();
                    continue;
                }
                in.requireObject();
                for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                    switch (inner) {
                        case "request_id" -> requestId = RequestId.read(in);
                        case "subtype" -> subtype = in.stringOrSkip();
                        case "response" -> body = in.isNull() ? null : in.capture();
                        case "error" -> error = in.stringOrSkip();
                        case "error_code" -> errorCode = in.stringOrSkip();
                        case "pending_permission_requests",
                                "pending_user_dialog_requests",
                                "pending_elicitation_requests" -> waiting.add(in.capture());
                        default -> in.skip();
                    }
                }
            }
            in.requireEnd();
        }
        return new ControlFrame(requestId, subtype, orEmpty(body), error, errorCode, waiting);
    }

    /**
     * Reads a {@code control_request} or {@code control_cancel_request}.
     *
     * @param line the line, owned by the frame from now on
     * @throws IOException if it is no such frame
     */
    public static ControlFrame request(byte[] line) throws IOException {
        RequestId requestId = null;
        String subtype = null;
        RawJson body = null;
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                if (field.equals("request_id")) {
                    requestId = RequestId.read(in);
                } else if (field.equals("request") && in.isObject()) {
                    int start = in.tokenStart();
                    for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                        if (inner.equals("subtype")) {
                            subtype = in.stringOrSkip();
                        } else {
                            in.skip();
                        }
                    }
                    body = compact(in.since(start), line);
                } else {
                    in.skip();
                }
            }
            in.requireEnd();
        }
        return new ControlFrame(requestId, subtype, orEmpty(body), null, null, List.of());
    }

    /** About how many bytes a request keeps. */
    public long size() {
        long texts = (requestId == null ? 0L : requestId.text().length()) + (subtype == null ? 0L : subtype.length());
        return body.size() + texts;
    }

    /** A request may wait for hours: what does not belong to it is not kept, nor counted ({@link #size}). */
    private static RawJson compact(RawJson body, byte[] line) {
        return line.length - body.size() > 1024 ? RawJson.wrap(body.utf8(), 0, body.size()) : body;
    }

    private static RawJson orEmpty(@Nullable RawJson body) {
        return body == null ? NO_BODY : body;
    }
}
