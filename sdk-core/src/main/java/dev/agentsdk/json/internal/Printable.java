package dev.agentsdk.json.internal;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes text that comes from elsewhere (the agent, its stderr, names of files, a store) fit for a log line, an exception
 * message or a terminal. Such text may hold escape sequences, which a terminal obeys, line feeds, which forge lines of a
 * log, and characters that change the direction of what follows or are not seen.
 *
 * <p>The result is one line without control characters, and bounded. Accessors of messages are not changed by it:
 * applications need the text as it is.
 */
public final class Printable {

    /** How many characters are shown by default. */
    public static final int MAX_CHARS = 500;

    private static final int MAX_SHOWN = 100;

    private static final char ZERO_WIDTH_NON_JOINER = '\u200c';
    private static final char ZERO_WIDTH_JOINER = '\u200d';

    /** Selects the form of the symbol before it, mostly that of an emoji. */
    private static final char EMOJI_FORM = '\ufe0f';

    private Printable() {}

    /**
     * The text of a value in one line, {@value #MAX_CHARS} characters at the most.
     *
     * @param value anything, for example a path
     * @return its printable text
     */
    public static String of(Object value) {
        return of(String.valueOf(value), MAX_CHARS);
    }

    /**
     * A text in one line. Control characters, characters that cannot be seen, separators of lines and paragraphs, and halves
     * of surrogate pairs are replaced by escapes as Java writes them: {@code \n}, {@code \u001b}. Blanks stay, and so do
     * joiners (U+200C, U+200D) between visible characters, and U+FE0F behind a symbol or the base of a keycap, since words
     * and emoji need them. Marks of direction (U+200E, U+200F) are escaped, also in text that is written from right to left.
     * A backslash stays as it is: the result is for people, and cannot be read back.
     *
     * @param text the text
     * @param maxChars of a longer result the middle is left out
     * @return the printable text
     */
    public static String of(String text, int maxChars) {
        if (text.length() <= maxChars && isPrintable(text)) {
            return text;
        }
        int half = maxChars / 2;
        StringBuilder head = new StringBuilder(Math.min(text.length() + 16, maxChars + 64));
        int from = 0;
        // Each character gives one or more: what does not fit is not even looked at.
        while (from < text.length() && head.length() <= maxChars) {
            from += append(text, from, head);
        }
        if (from == text.length() && head.length() <= maxChars) {
            return head.toString();
        }
        head.setLength(0);
        from = 0;
        while (from < text.length() && head.length() < half) {
            from += append(text, from, head);
        }
        int to = Math.max(from, text.length() - half);
        if (to > 0 && to < text.length() && Character.isSurrogatePair(text.charAt(to - 1), text.charAt(to))) {
            to++;
        }
        StringBuilder tail = new StringBuilder();
        for (int at = to; at < text.length(); ) {
            at += append(text, at, tail);
        }
        int cut = Math.max(0, tail.length() - half);
        if (cut > 0 && Character.isLowSurrogate(tail.charAt(cut))) {
            cut++;
        }
        return head + " … (of " + text.length() + " characters) … " + tail.substring(cut);
    }

    /**
     * A record as its {@code toString} shows it, in one line: the text of each component is printable and has
     * {@value #MAX_CHARS} characters at the most. Of a list or map of more than {@value #MAX_SHOWN} elements, the size is
     * shown.
     *
     * @param record a public record
     * @return its name and its components
     */
    public static String record(Record record) {
        StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('[');
        String separator = "";
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            text.append(separator).append(component.getName()).append('=');
            try {
                text.append(shown(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The components of " + record.getClass() + " cannot be read.", e);
            }
            separator = ", ";
        }
        return text.append(']').toString();
    }

    private static String shown(@Nullable Object value) {
        int size = value instanceof Collection<?> all ? all.size() : value instanceof Map<?, ?> map ? map.size() : 0;
        return size > MAX_SHOWN ? "[" + size + " elements]" : of(String.valueOf(value), MAX_CHARS);
    }

    /**
     * A text of several lines: each is printable, and they are kept apart by line feeds. For terminals only, where the
     * caller marks each line as the agent's.
     *
     * @param text the text
     * @return the same lines, of any length
     */
    public static String lines(String text) {
        StringBuilder lines = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            if (text.charAt(at) == '\n') {
                lines.append('\n');
                at++;
            } else if (text.startsWith("\r\n", at)) {
                at++;
            } else {
                at += append(text, at, lines);
            }
        }
        return lines.toString();
    }

    /**
     * Whether nothing of a text can be seen: it is empty, or all of it is blanks of any script, control and format
     * characters, and other characters without a glyph. {@link String#isBlank} knows of less. All checks of what
     * an application gives use this one.
     *
     * @param text the text
     * @return whether it is blank
     */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> isSpace(c) || isInvisible(c));
    }

    /**
     * Whether a text begins or ends in something that cannot be seen.
     *
     * @param text the text
     * @return false if it is empty
     */
    public static boolean hasBlankEnd(String text) {
        return !text.isEmpty()
                && (isBlank(Character.toString(text.codePointAt(0)))
                        || isBlank(Character.toString(text.codePointBefore(text.length()))));
    }

    private static boolean isSpace(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /** Whether a character shows nothing at all, not even a gap that is meant to be one. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.CONTROL, Character.FORMAT -> true;
            default -> isIgnorable(c) || c == 0x2800 || c == 0x1d159;
        };
    }

    /**
     * Unicode's property Default_Ignorable_Code_Point, as far as the type of a character does not say it: fillers of Hangul,
     * vowels of Khmer without a form, joiners and selectors of variants. The Braille pattern without a dot and the note
     * without a head are not in it.
     */
    private static boolean isIgnorable(int c) {
        return c == 0x34f
                || (c >= 0x115f && c <= 0x1160)
                || (c >= 0x17b4 && c <= 0x17b5)
                || (c >= 0x180b && c <= 0x180f)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0x3164
                || (c >= 0xfe00 && c <= 0xfe0f)
                || c == 0xffa0
                || (c >= 0xfff0 && c <= 0xfff8)
                || (c >= 0xe0000 && c <= 0xe0fff);
    }

    private static boolean isPrintable(String text) {
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            if (!isPrintable(text, at, c)) {
                return false;
            }
            at += Character.charCount(c);
        }
        return true;
    }

    private static boolean isPrintable(String text, int at, int c) {
        if (!isInvisible(c)) {
            return Character.getType(c) != Character.SURROGATE;
        }
        if (at == 0 || (c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER && c != EMOJI_FORM)) {
            return false;
        }
        int before = text.codePointBefore(at);
        if (c == EMOJI_FORM) {
            return hasEmojiForm(before);
        }
        boolean joins = at + 1 < text.length() && !isInvisible(text.codePointAt(at + 1));
        return joins && (before == EMOJI_FORM || !isInvisible(before));
    }

    /** Symbols, and the bases of keycaps: digits, {@code #} and {@code *}. */
    private static boolean hasEmojiForm(int c) {
        return switch (Character.getType(c)) {
            case Character.OTHER_SYMBOL -> c != 0x2800 && c != 0x1d159;
            case Character.MATH_SYMBOL, Character.OTHER_PUNCTUATION -> true;
            default -> c >= '0' && c <= '9';
        };
    }

    /** Appends the character at a place; returns of how many units it is. */
    private static int append(String text, int at, StringBuilder to) {
        int c = text.codePointAt(at);
        int units = Character.charCount(c);
        if (isPrintable(text, at, c)) {
            to.appendCodePoint(c);
            return units;
        }
        switch (c) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                for (int i = at; i < at + units; i++) {
                    to.append("\\u").append(hex(text.charAt(i)));
                }
            }
        }
        return units;
    }

    private static String hex(char c) {
        String digits = Integer.toHexString(c);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
