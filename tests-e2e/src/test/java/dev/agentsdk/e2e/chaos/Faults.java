package dev.agentsdk.e2e.chaos;

import dev.agentsdk.testing.FakeCli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What agents do wrong, in the words of {@link FakeCli}. */
final class Faults {

    /** Most begin as they should. */
    private static final List<String> STARTS = List.of(
            "",
            "",
            "",
            "",
            "raw:no_json_at_all",
            "raw:{\"type\":\"of_tomorrow\"}",
            "stderr:something_is_odd",
            "sleep:0.05",
            "trap-term",
            "ignore-term",
            "ignore-eof",
            "ignore-pipe",
            "ignore-eof ignore-term",
            "grandchild:none",
            "grandchild:12",
            "grandchild:012",
            "session-grandchild",
            "daemon",
            "no-init-answer exit:2",
            "exit:1",
            "die:KILL");

    private static final List<String> TURNS = List.of(
            "init say:hello result",
            "init say:hello result",
            "init tool say:done result",
            "init lines:100 result",
            "init ask-json:%s result",
            "init ask-json:%s ask:unheard_of result",
            "init take-back:%s say:never_mind result",
            "init task-start:t say:in_the_background result task-end:t say:done result",
            "error-result",
            "raw:{\"type\":\"assistant\",\"message\":{\"content\": raw:} result",
            "hang-turn",
            "hang",
            "stop result",
            "close-stdout hang",
            "close-stdin sleep:0.05 say:deaf result",
            "partial:{\"type\":\"assistant\" exit:1",
            "say:last_words exit:0",
            "exit:3",
            "die:KILL",
            "die:SEGV",
            "grandchild:012 exit:0",
            "session-grandchild result",
            "daemon result");

    /** They use a processor for as long as somebody reads, or longer. */
    private static final List<String> FLOODS = List.of(
            "fill",
            "fill-partial",
            "ignore-pipe fill hang",
            "flood-stderr:64 result",
            "flood-stderr:16 fill",
            "flooder:1 result",
            "flooder:2 hang");

    private static final List<String> ENDS = List.of("", "", "", "sleep:0.1", "say:last_words", "exit:7", "hang");

    private final String question;

    Faults(Path dir) throws IOException {
        Path file = Files.write(
                dir.resolve("question.json"),
                List.of("{\"subtype\":\"can_use_tool\",\"tool_name\":\"Bash\",\"input\":{\"command\":\"ls\"}}"),
                StandardCharsets.UTF_8);
        this.question = file.toString();
    }

    /**
     * An agent with faults, or without.
     *
     * @param mayFlood that few may is what leaves the SDK a share of the processors; the kernel gives every session of
     *     processes as much as the whole JVM
     */
    FakeCli on(FakeCli cli, Random random, boolean mayFlood) {
        List<String> turns = mayFlood && random.nextBoolean() ? FLOODS : TURNS;
        return cli.onStart(oneOf(STARTS, random))
                .onTurn(oneOf(turns, random).replace("%s", question))
                .onEof(oneOf(ENDS, random));
    }

    private static String oneOf(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** In another order each time, a part of them. */
    static <T> List<T> someOf(List<T> choices, Random random) {
        List<T> shuffled = new ArrayList<>(choices);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, random.nextInt(Math.min(3, shuffled.size())));
    }
}
