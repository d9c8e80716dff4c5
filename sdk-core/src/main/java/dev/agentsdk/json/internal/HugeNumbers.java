package dev.agentsdk.json.internal;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A parser to which a number that is too long to be converted ({@link Json#MAX_NUMBER_CHARS}), or whose exponent is beyond
 * that, is a string of its characters. No precision is lost, no arithmetic is done, and a reader that wants a number sees
 * that there is none.
 */
final class HugeNumbers extends LineParser {

    private final int mostTokens;
    private int tokens;

    /** A parser of one value, which fails behind a number of tokens. */
    HugeNumbers(byte[] buffer, int offset, int length, int mostTokens) {
        this.mostTokens = mostTokens;
        begin(buffer, offset, offset + length);
    }

    /** What data binding asks before it converts a string. */
    @Override
    public StreamReadConstraints streamReadConstraints() {
        return Json.FACTORY.streamReadConstraints();
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token != null && tokens++ == mostTokens) {
            throw new Json.TooManyTokensException(mostTokens);
        }
        if ((token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) && isHuge(token)) {
            _currToken = JsonToken.VALUE_STRING;
        }
        return _currToken;
    }

    private boolean isHuge(JsonToken token) throws IOException {
        return getTextLength() > Json.MAX_NUMBER_CHARS || (token == JsonToken.VALUE_NUMBER_FLOAT && hasHugeExponent());
    }

    private boolean hasHugeExponent() throws IOException {
        return hasHugeExponent(getTextCharacters(), getTextOffset(), getTextOffset() + getTextLength());
    }

    private static boolean hasHugeExponent(char[] text, int start, int end) {
        int i = start;
        while (i < end && text[i] != 'e' && text[i] != 'E') {
            i++;
        }
        int exponent = 0;
        for (i++; i < end && exponent <= Json.MAX_NUMBER_CHARS; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                exponent = exponent * 10 + (text[i] - '0');
            }
        }
        return exponent > Json.MAX_NUMBER_CHARS;
    }

    /**
     * Whether a string of a tree has the form of a number that is shown as a string.
     *
     * @param text the string
     * @return false for any other text
     */
    static boolean isFormOfOne(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)) {
            return false;
        }
        return text.length() > Json.MAX_NUMBER_CHARS || hasHugeExponent(text.toCharArray(), 0, text.length());
    }

    // The fast ways of the superclass do not come by nextToken().

    @Override
    public boolean nextFieldName(SerializableString name) throws IOException {
        return nextToken() == JsonToken.FIELD_NAME && name.getValue().equals(currentName());
    }

    @Override
    public @Nullable String nextFieldName() throws IOException {
        return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
    }

    @Override
    public @Nullable String nextTextValue() throws IOException {
        return nextToken() == JsonToken.VALUE_STRING ? getText() : null;
    }

    @Override
    public int nextIntValue(int otherwise) throws IOException {
        return nextToken() == JsonToken.VALUE_NUMBER_INT ? getIntValue() : otherwise;
    }

    @Override
    public long nextLongValue(long otherwise) throws IOException {
        return nextToken() == JsonToken.VALUE_NUMBER_INT ? getLongValue() : otherwise;
    }

    @Override
    public @Nullable Boolean nextBooleanValue() throws IOException {
        JsonToken token = nextToken();
        return token == JsonToken.VALUE_TRUE ? Boolean.TRUE : token == JsonToken.VALUE_FALSE ? Boolean.FALSE : null;
    }
}
