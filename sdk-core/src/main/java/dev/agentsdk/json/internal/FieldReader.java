package dev.agentsdk.json.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the fields of a JSON object that can cut out what it reads as a slice of the line. Every reading method
 * leaves it at the end of the value.
 *
 * <p>Readers are kept for other lines, a few for all threads. One that is closed without {@link #finish} is not: after an
 * exception nobody knows what it remembers.
 */
public final class FieldReader implements AutoCloseable {

    /** A power of two. Threads that share a place make new readers when they meet. */
    private static final int PLACES = 16;

    /**
     * No more elements of a list, and fields of an object, are made into Java objects. Objects take a multiple of their
     * bytes: a line of 16 MiB that holds nothing but empty objects would take a gigabyte.
     */
    public static final int MAX_ELEMENTS = 10_000;

    /** No more fields that have no place in a block are read in the blocks of one line: raw blocks keep them all. */
    private static final int MAX_UNKNOWN_FIELDS = 10 * MAX_ELEMENTS;

    private static final byte[] NOTHING = new byte[0];

    /** More than any id has. What is remembered outlives its session. */
    private static final int LONGEST_REPEATED = 100;

    /** Fields that mostly have the value that they had in the line before: it is not made again then. */
    public enum Repeated {
        BLOCK_TYPE,
        MODEL,
        PARENT_TOOL_USE_ID,
        SESSION_ID
    }

    private static final AtomicReferenceArray<@Nullable FieldReader> SPARE = new AtomicReferenceArray<>(PLACES);

    private final LineParser parser = new LineParser();
    private final Map<Repeated, String> last = new EnumMap<>(Repeated.class);
    private byte[] line = NOTHING;
    private boolean finished;
    private int elements;
    private int unknownFields;
    private int skippedTokens;

    private FieldReader() {}

    /** A reader that stands before a line, which must not change any more. */
    public static FieldReader on(byte[] line) {
        FieldReader spare = LineParser.isKeptAfter(line) ? SPARE.getAndSet(place(), null) : null;
        FieldReader reader = spare != null ? spare : new FieldReader();
        reader.line = line;
        reader.finished = false;
        reader.elements = 0;
        reader.unknownFields = 0;
        reader.skippedTokens = 0;
        reader.parser.begin(line);
        return reader;
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }

    /** Nothing more is read of this line. */
    public void finish() {
        finished = true;
    }

    @Override
    public void close() throws IOException {
        line = NOTHING;
        if (finished && parser.end()) {
            SPARE.set(place(), this);
        } else {
            parser.close();
        }
    }

    /** Steps to the first token, which must open an object. */
    public void enterObject() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new NotAnObjectException();
        }
    }

    /** Steps to the next field's value. Null at the end of the object. */
    @Nullable
    public String nextField() throws IOException {
        String name = parser.nextFieldName();
        if (name == null) {
            return null;
        }
        parser.nextToken();
        return name;
    }

    /** Steps to the next element of an array. */
    @Nullable
    public JsonToken nextElement() throws IOException {
        return parser.nextToken();
    }

    /** Counts an element that is to be made into an object. False if there are more than a line may have. */
    public boolean mayAddElement() {
        return ++elements <= MAX_ELEMENTS && unknownFields <= MAX_UNKNOWN_FIELDS;
    }

    /** Skips the value of a field that the object being read has no place for. */
    public void skipUnknownField() throws IOException {
        unknownFields++;
        skip();
    }

    /** Steps from an element of an array to the end of the array. */
    public void skipElements() throws IOException {
        do {
            parser.skipChildren();
        } while (parser.nextToken() != JsonToken.END_ARRAY);
    }

    /** The line must hold nothing more. */
    public void requireEnd() throws IOException {
        if (!parser.isAtEnd()) {
            throw new NotAnObjectException();
        }
        finish();
    }

    @Nullable
    public JsonToken token() {
        return parser.currentToken();
    }

    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    public void skip() throws IOException {
        JsonToken token = parser.currentToken();
        int open = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY ? 1 : 0;
        while (open > 0) {
            token = parser.nextToken();
            if (token == null) {
                return;
            }
            skippedTokens++;
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    /** How many JSON tokens within lists and objects were skipped or captured in this line. */
    int skippedTokens() {
        return skippedTokens;
    }

    // ---- strict, for control frames: one that does not fit is not carried out

    public void requireObject() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unexpected("an object");
        }
    }

    /** A string; null for a JSON null. */
    @Nullable
    public String string() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (isNull()) {
            return null;
        }
        throw unexpected("a string");
    }

    public <T> T present(@Nullable T value, String field) throws UnexpectedField {
        if (value == null) {
            throw new UnexpectedField(field + " is missing");
        }
        return value;
    }

    public UnexpectedField unexpected(String expected) throws IOException {
        return new UnexpectedField(
                "field " + Printable.of(String.valueOf(parser.currentName())) + " is not " + expected);
    }

    // ---- lenient, for messages: what does not fit is absent

    /** A string; null for anything else. */
    @Nullable
    public String stringOrSkip() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    /**
     * Whether the value is an empty string or whitespace. Not {@link Printable#isBlank}, which knows more characters: what is
     * found so is removed. A string that begins with a visible ASCII character is not decoded.
     */
    public boolean isBlankOrSkip() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return false;
        }
        int at = parser.tokenStart() + 1;
        byte first = at < line.length ? line[at] : (byte) '"';
        boolean mayBeBlank = first == '"' || first == ' ' || first == '\\' || first < 0;
        return mayBeBlank && parser.getText().isBlank();
    }

    /** A string; the default for anything else. */
    public String stringOr(String otherwise) throws IOException {
        String text = stringOrSkip();
        return text == null ? otherwise : text;
    }

    /** A string that the last line had too, likely; the default for anything else. */
    public String repeatedOr(Repeated field, String otherwise) throws IOException {
        String text = repeatedOrElse(field, null);
        return text == null ? otherwise : text;
    }

    /** A string that the last line had too, likely; the default, which may be null, for anything else. */
    @Nullable
    public String repeatedOrElse(Repeated field, @Nullable String otherwise) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return otherwise;
        }
        String text = parser.text(last.get(field));
        if (text.length() <= LONGEST_REPEATED) {
            last.put(field, text);
        }
        return text;
    }

    /**
     * The strings of an array, or a lone string; other elements are left out, as are those beyond {@link #MAX_ELEMENTS};
     * anything else is an empty list.
     */
    public List<String> stringsOrSkip() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            String lone = stringOrSkip();
            return lone == null ? List.of() : List.of(lone);
        }
        List<String> strings = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String element = stringOrSkip();
            if (element != null && mayAddElement()) {
                strings.add(element);
            }
        }
        return strings;
    }

    /** A boolean, also as the text {@code true} or {@code false}; null for anything else. */
    @Nullable
    public Boolean boolOrSkip() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return booleanOf(stringOrSkip());
    }

    /** What a text says; null if that is neither true nor false. */
    static @Nullable Boolean booleanOf(@Nullable String text) {
        if ("true".equalsIgnoreCase(text)) {
            return true;
        }
        return "false".equalsIgnoreCase(text) ? false : null;
    }

    /** Whether the value is a number that may be converted: what is longer is absent, however it is asked for. */
    public boolean isNumber() throws IOException {
        JsonToken token = parser.currentToken();
        return (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT)
                && parser.getTextLength() <= Json.MAX_NUMBER_CHARS;
    }

    /** A number without its fraction, clamped to what a long holds; the default for anything else. */
    public long integerOr(long otherwise) throws IOException {
        if (!isNumber()) {
            parser.skipChildren();
            return otherwise;
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        return (long) parser.getDoubleValue();
    }

    /** A number; empty for anything else. */
    public OptionalDouble decimalOrEmpty() throws IOException {
        if (isNumber()) {
            return OptionalDouble.of(parser.getDoubleValue());
        }
        parser.skipChildren();
        return OptionalDouble.empty();
    }

    /** A number clamped to what an int holds; empty for anything else. */
    public OptionalInt intOrEmpty() throws IOException {
        if (!isNumber()) {
            parser.skipChildren();
            return OptionalInt.empty();
        }
        return OptionalInt.of(clamped(integerOr(0)));
    }

    public static int clamped(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }

    /** Where the current token begins in the line. */
    public int tokenStart() {
        return parser.tokenStart();
    }

    /** The value that began at {@code start} and ends at the current token. */
    public RawJson since(int start) throws IOException {
        parser.finishToken();
        return RawJson.wrap(line, start, parser.position() - start);
    }

    /** The whole current value. */
    public RawJson capture() throws IOException {
        int start = tokenStart();
        skip();
        return since(start);
    }

    /** The line is JSON but no object, or more than one. */
    public static final class NotAnObjectException extends IOException {
        private static final long serialVersionUID = 1L;

        public NotAnObjectException() {
            super("not one JSON object");
        }
    }

    /** A field has another type than this SDK expects. Control flow within the parser, hence without a stack trace. */
    static final class UnexpectedField extends IOException {
        private static final long serialVersionUID = 1L;

        UnexpectedField(String problem) {
            super(problem);
        }

        String problem() {
            return String.valueOf(getMessage());
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
