package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.message.internal.MessageParser;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedMessagesTest {

    /** Each seed makes this many messages; the name of a failed test shows the seed. */
    private static final int MESSAGES_PER_SEED = 500;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasPutInComesOut(long seed) {
        RandomMessages messages = new RandomMessages(new Random(seed));
        for (int i = 0; i < MESSAGES_PER_SEED; i++) {
            RandomMessages.Made made = messages.next();
            byte[] line = made.line().getBytes(StandardCharsets.UTF_8);

            assertThat(MessageParser.parse(line))
                    .as("seed %s, message %s", seed, i)
                    .contains(made.message());
            assertThat(MessageParser.parse(line).orElseThrow().raw().utf8()).isEqualTo(line);
        }
    }

    @Test
    void theGeneratorMakesTheSameMessagesFromTheSameSeed() {
        RandomMessages first = new RandomMessages(new Random(1));
        RandomMessages second = new RandomMessages(new Random(1));

        for (int i = 0; i < 100; i++) {
            assertThat(first.next().line()).isEqualTo(second.next().line());
        }
    }
}
