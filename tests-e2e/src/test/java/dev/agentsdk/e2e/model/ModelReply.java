package dev.agentsdk.e2e.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the model answers to one call. Immutable; made by {@link #text}, {@link #tool} and the like, refined by the other
 * methods.
 *
 * @param blocks what it says, in order
 * @param pieceChars how many characters of a block travel in one event
 * @param pauseMillis the pause before each event after the first
 * @param ending how the answer ends
 * @param failures how many calls fail before this answer is given; negative for all
 * @param failureStatus the HTTP status of a failed call; 0 to cut the connection instead
 */
public record ModelReply(
        List<Block> blocks, int pieceChars, long pauseMillis, Ending ending, int failures, int failureStatus) {

    private static final AtomicInteger TOOL_IDS = new AtomicInteger();

    /** How an answer ends. */
    public enum Ending {
        /** With a stop reason, as it should. */
        STOP,
        /** With the stop reason that the limit of tokens is reached. */
        MAX_TOKENS,
        /** With the stop reason that the model refuses to answer. */
        REFUSAL,
        /** Never: the connection stays open and nothing more is said, until the CLI gives up or goes. */
        SILENCE,
        /** The connection is cut in the middle of the last block. */
        CUT
    }

    /** The kinds of blocks. */
    public enum Kind {
        TEXT,
        THINKING,
        TOOL_USE
    }

    /**
     * A part of an answer.
     *
     * @param kind its kind
     * @param text the text, or the name of the tool
     * @param chars the text is repeated, line by line, to this length; 0 for once
     * @param id the id of the tool call; empty otherwise
     * @param input the input of the tool call; empty otherwise
     */
    public record Block(Kind kind, String text, int chars, String id, Map<String, ?> input) {

        /** {@return the whole text, in numbered lines if it is long: some CLIs drop what repeats itself} */
        String content() {
            if (chars == 0) {
                return text;
            }
            StringBuilder lines = new StringBuilder(chars + 100);
            for (int i = 1; lines.length() < chars; i++) {
                lines.append(text).append(' ').append(i).append('\n');
            }
            return lines.substring(0, chars);
        }
    }

    public ModelReply {
        blocks = List.copyOf(blocks);
    }

    private ModelReply(Block block) {
        this(List.of(block), 512, 0, Ending.STOP, 0, 0);
    }

    /** {@return an answer that is a text} */
    public static ModelReply text(String text) {
        return new ModelReply(new Block(Kind.TEXT, text, 0, "", Map.of()));
    }

    /** {@return an answer that is a text of a length, for example of megabytes} */
    public static ModelReply longText(int chars) {
        return new ModelReply(new Block(Kind.TEXT, "This is line", chars, "", Map.of())).pieces(4096);
    }

    /** {@return an answer that calls a tool} */
    public static ModelReply tool(String name, Map<String, ?> input) {
        return new ModelReply(toolUse(name, input));
    }

    /** {@return an answer that begins with thinking} */
    public static ModelReply thinking(String thought) {
        return new ModelReply(new Block(Kind.THINKING, thought, 0, "", Map.of()));
    }

    private static Block toolUse(String name, Map<String, ?> input) {
        return new Block(Kind.TOOL_USE, name, 0, "toolu_scripted_" + TOOL_IDS.incrementAndGet(), input);
    }

    /** {@return this answer and a text after it} */
    public ModelReply andText(String text) {
        return and(new Block(Kind.TEXT, text, 0, "", Map.of()));
    }

    /** {@return this answer and a tool call after it} */
    public ModelReply andTool(String name, Map<String, ?> input) {
        return and(toolUse(name, input));
    }

    private ModelReply and(Block block) {
        List<Block> more = new ArrayList<>(blocks);
        more.add(block);
        return new ModelReply(more, pieceChars, pauseMillis, ending, failures, failureStatus);
    }

    /** {@return this answer in pieces of a size} */
    public ModelReply pieces(int chars) {
        return new ModelReply(blocks, chars, pauseMillis, ending, failures, failureStatus);
    }

    /** {@return this answer slowly: single characters with a pause before each} */
    public ModelReply slowly(Duration pause) {
        return new ModelReply(blocks, 1, pause.toMillis(), ending, failures, failureStatus);
    }

    /** {@return this answer with another end} */
    public ModelReply ending(Ending other) {
        return new ModelReply(blocks, pieceChars, pauseMillis, other, failures, failureStatus);
    }

    /** {@return this answer without an end: a turn that runs until somebody stops it} */
    public ModelReply thenSilence() {
        return ending(Ending.SILENCE);
    }

    /** {@return this answer, after calls that fail with an HTTP status} */
    public ModelReply afterFailures(int times, int status) {
        return new ModelReply(blocks, pieceChars, pauseMillis, ending, times, status);
    }

    /** {@return no answer: every call fails with an HTTP status} */
    public static ModelReply failure(int status) {
        return text("").afterFailures(-1, status);
    }

    /** {@return no answer: every call finds its connection cut} */
    public static ModelReply noConnection() {
        return failure(0);
    }

    /** {@return the ids of the tool calls in this answer} */
    public List<String> toolIds() {
        return blocks.stream()
                .filter(block -> block.kind() == Kind.TOOL_USE)
                .map(Block::id)
                .toList();
    }
}
