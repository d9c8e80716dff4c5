package dev.agentsdk.examples;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where the examples print what an agent wrote. Such text may hold escape sequences, which a terminal obeys: they could
 * delete a question and show another one in its place. An application that prints to a terminal needs the same.
 */
final class TerminalText {

    private TerminalText() {}

    /**
     * The output of a command, on which control and format characters are shown as escapes; line feeds and tabs stay. A
     * command creates one and uses it on all threads: the lines of two writers would mix.
     */
    static PrintWriter out(CommandSpec spec) {
        return new PrintWriter(new Escaping(spec.commandLine().getOut()), true);
    }

    /** A text in one line, in which nothing can be taken for the end of the line. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(c, line));
        return line.toString();
    }

    /** A text whose further lines begin with an indentation, so that none looks like a line of this program. */
    static String indented(String text, String indentation) {
        return text.replace("\r\n", "\n").replace("\n", "\n" + indentation);
    }

    private static void append(int c, StringBuilder to) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> {
                if (c == 0x200c || c == 0x200d) {
                    // Joiners: words and emoji need them.
                    to.appendCodePoint(c);
                } else {
                    to.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : String.format("\\u%04x", c));
                }
            }
            default -> to.appendCodePoint(c);
        }
    }

    private static final class Escaping extends FilterWriter {

        /** The first half of a character whose second half may come with the next text. */
        private String half = "";

        Escaping(Writer out) {
            super(out);
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            String whole = half + text.substring(offset, offset + length);
            boolean cut = !whole.isEmpty() && Character.isHighSurrogate(whole.charAt(whole.length() - 1));
            half = cut ? whole.substring(whole.length() - 1) : "";
            StringBuilder escaped = new StringBuilder(whole.length());
            whole.substring(0, whole.length() - half.length()).codePoints().forEach(c -> {
                if (c == '\n' || c == '\t') {
                    escaped.appendCodePoint(c);
                } else {
                    TerminalText.append(c, escaped);
                }
            });
            out.write(escaped.toString());
        }

        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            write(new String(buffer, offset, length), 0, length);
        }

        @Override
        public void write(int c) throws IOException {
            write(Character.toString((char) c), 0, 1);
        }
    }
}
