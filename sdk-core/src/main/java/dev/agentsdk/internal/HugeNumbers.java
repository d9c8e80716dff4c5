package dev.agentsdk.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON in which a number has an exponent beyond that of a {@link java.math.BigDecimal}, as {@code 1e99999999999}:
 * shows it as a string of its characters. So no precision is lost, and whoever wants a number sees that it is none.
 */
final class HugeNumbers extends JsonParserDelegate {

    private @Nullable JsonToken token;

    private HugeNumbers(JsonParser parser) {
        super(parser);
    }

    /** One value and nothing behind it. */
    static JsonNode tree(byte[] buffer, int offset, int length) throws IOException {
        try (JsonParser parser = new HugeNumbers(Json.FACTORY.createParser(buffer, offset, length))) {
            JsonNode tree = Json.mapper().readTree(parser);
            if (parser.nextToken() != null) {
                throw new IOException("There is something behind the value.");
            }
            return tree;
        }
    }

    private static boolean fits(JsonParser parser) throws IOException {
        try {
            parser.getDecimalValue();
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken next = delegate.nextToken();
        token = next == JsonToken.VALUE_NUMBER_FLOAT && !fits(delegate) ? JsonToken.VALUE_STRING : next;
        return token;
    }

    @Override
    public @Nullable JsonToken currentToken() {
        return token;
    }

    @Override
    public int currentTokenId() {
        return token == null ? 0 : token.id();
    }

    @Override
    public @Nullable String nextFieldName() throws IOException {
        return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
    }
}
