package dev.agentsdk.json.internal;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonReadContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.core.util.BufferRecycler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's parser of UTF-8, with the settings of {@link Json#FACTORY} but for the length of numbers, that takes one line
 * after the other. What a parser is made of is as large as two lines of 500 bytes, and most lines are no longer than that.
 *
 * <p>Also tells where it is in the line without an object for it.
 */
public class LineParser extends UTF8StreamJsonParser {

    /** A parser that knows more names is not kept: lines with foreign objects in them have brought them along. */
    private static final int MOST_NAMES = 1000;

    /**
     * A parser that knows more names does not give them to the parsers to come. Less than {@link #MOST_NAMES}: with as many,
     * no later parser would be kept.
     */
    private static final int MOST_SHARED_NAMES = 500;

    /** A parser keeps buffers for text as long as any that it has read. */
    private static final int LONGEST_LINE = 32 << 10;

    /**
     * Names are looked up by their bytes, as in each parser of the factory. A line of thousands of names that were chosen to
     * have one hash is refused: each of them would be compared with all others.
     */
    private static final int NAMES_AS_BYTES = JsonFactory.Feature.CANONICALIZE_FIELD_NAMES.getMask()
            | JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW.getMask();

    private static final ByteQuadsCanonicalizer NAMES = ByteQuadsCanonicalizer.createRoot();

    private final JsonReadContext outermost;

    /** False while a token is read, and for good after one that could not be. */
    private boolean sound = true;

    public LineParser() {
        super(
                new IOContext(
                        Json.ANY_NUMBER,
                        StreamWriteConstraints.defaults(),
                        ErrorReportConfiguration.defaults(),
                        // Its own: the factory's belong to a thread, and this one is for any.
                        new BufferRecycler(),
                        ContentReference.redacted(),
                        false),
                Json.FACTORY.getParserFeatures(),
                null,
                null,
                NAMES.makeChildOrPlaceholder(NAMES_AS_BYTES),
                NO_BYTES,
                0,
                0,
                0,
                false);
        this.outermost = _parsingContext;
    }

    /** Begins a line, wherever the last one was left. Not after an exception, and not after {@link #close}. */
    public final void begin(byte[] line) {
        begin(line, 0, line.length);
    }

    /** As {@link #begin(byte[])}, for a part of an array. */
    public final void begin(byte[] buffer, int start, int end) {
        _inputBuffer = buffer;
        _inputPtr = start;
        _inputEnd = end;
        _currInputProcessed = 0;
        _currInputRow = 1;
        _currInputRowStart = 0;
        _tokenIncomplete = false;
        _currToken = null;
        _lastClearedToken = null;
        _nextToken = null;
        _parsingContext = outermost;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        sound = false;
        JsonToken token = super.nextToken();
        if (token == JsonToken.FIELD_NAME) {
            checkName(currentName());
        }
        sound = true;
        return token;
    }

    @Override
    public @Nullable String nextFieldName() throws IOException {
        sound = false;
        String name = super.nextFieldName();
        if (name != null) {
            checkName(name);
        }
        sound = true;
        return name;
    }

    /**
     * Gives the names that were read to the parsers to come, if they are few. Not after an exception: when names are refused,
     * Jackson leaves its table half rebuilt, and every later parser that inherits it fails over harmless lines.
     */
    @Override
    public void close() throws IOException {
        if (sound && _symbols.size() <= MOST_SHARED_NAMES) {
            super.close();
        }
    }

    /**
     * Jackson looks names up in words of four bytes and fills the last one up with FF: so a name with that byte in it, which
     * no UTF-8 has, passes for one that was seen before (found by the fuzz target of the messages).
     */
    private void checkName(String name) throws IOException {
        int end = _nameStartOffset + name.length();
        if (end < _inputEnd && _inputBuffer[end] == '"') {
            return;
        }
        // Escapes, bytes beyond ASCII, or such a name.
        for (int i = _nameStartOffset; i < _inputEnd && _inputBuffer[i] != '"'; i++) {
            if (_inputBuffer[i] == (byte) 0xFF) {
                _reportInvalidInitial(0xFF);
            }
            if (_inputBuffer[i] == '\\') {
                i++;
            }
        }
    }

    /** Lets go of the line. False if the parser has become too large to be kept. */
    boolean end() {
        boolean small = isKeptAfter(_inputBuffer) && _symbols.size() <= MOST_NAMES;
        begin(NO_BYTES);
        _textBuffer.resetWithEmpty();
        return small;
    }

    /** Whether a line leaves a parser small enough, unless its names are the many. */
    static boolean isKeptAfter(byte[] line) {
        return line.length <= LONGEST_LINE;
    }

    /** The text of the current token; {@code known} itself if it says the same. */
    String text(@Nullable String known) throws IOException {
        return known != null && known.length() == getTextLength() && saysTheSame(known) ? known : getText();
    }

    private boolean saysTheSame(String known) throws IOException {
        char[] chars = getTextCharacters();
        int offset = getTextOffset();
        for (int i = 0; i < known.length(); i++) {
            if (known.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether blanks are all that follows the current token. */
    boolean isAtEnd() {
        for (int i = _inputPtr; i < _inputEnd; i++) {
            byte next = _inputBuffer[i];
            if (next != ' ' && next != '\r' && next != '\t' && next != '\n') {
                return false;
            }
        }
        return true;
    }

    /** The index of the first byte of the current token, which is no field name. */
    int tokenStart() {
        return (int) _tokenInputTotal - 1;
    }

    /** The index of the first byte that was not looked at. Behind the current token, if that is complete. */
    int position() {
        return _inputPtr;
    }
}
