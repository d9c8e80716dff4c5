package dev.agentsdk.e2e.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the model is to answer, call by call, as long as the newest prompt is the one that carries this script. The prompt
 * <em>is</em> the script: the CLI brings it to the server, in every call of the turn, also after a resume or a fork and
 * from a subagent, so that the server needs no memory and tests need no set-up.
 *
 * <pre>{@code
 * session.send(prompt("List the files", tool("Bash", Map.of("command", "ls")), text("Done.")));
 * }</pre>
 *
 * @param id tells scripts apart, also those of equal content
 * @param replies the answers; past them the model says {@link #PAST_THE_END}
 */
public record ModelScript(int id, List<ModelReply> replies) {

    /** What the model says when its script is at its end. */
    public static final String PAST_THE_END = "The script is at its end.";

    private static final AtomicInteger IDS = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = " :: {\"id\":";

    public ModelScript {
        replies = List.copyOf(replies);
    }

    /** {@return a script of answers} */
    public static ModelScript of(ModelReply... replies) {
        return new ModelScript(IDS.incrementAndGet(), List.of(replies));
    }

    /** {@return a prompt that has the model give these answers} */
    public static String prompt(String words, ModelReply... replies) {
        return of(replies).prompt(words);
    }

    /** {@return a prompt that begins with words for people and goes on with this script} */
    public String prompt(String words) {
        try {
            // A CLI would take an @ for the mention of a file.
            return words + " :: " + JSON.writeValueAsString(this).replace("@", "\\u0040");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This script cannot be written as JSON.", e);
        }
    }

    /** {@return the last script in a text} */
    static Optional<ModelScript> in(String text) {
        int mark = text.lastIndexOf(MARK);
        if (mark < 0) {
            return Optional.empty();
        }
        try (var parser = JSON.createParser(text.substring(mark + 4))) {
            // The first value only: a CLI may have put something behind it.
            return Optional.of(JSON.readValue(parser, ModelScript.class));
        } catch (IOException e) {
            throw new IllegalArgumentException("The script in this prompt is damaged: " + text, e);
        }
    }

    /** {@return the answer to a call, counted from 0} */
    ModelReply reply(int call) {
        return call < replies.size() ? replies.get(call) : ModelReply.text(PAST_THE_END);
    }
}
