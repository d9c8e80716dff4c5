package dev.agentsdk.internal.protocol.streamjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.UserContent;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.CliDialect;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user message may be made of. */
class InputTypesTest {

    private static final byte[] BYTES = {1, 2, 3};

    static Stream<Arguments> contentThatIsNoText() {
        return Stream.of(
                Arguments.of("image", UserContent.image("image/png", BYTES)),
                Arguments.of("image", UserContent.image(URI.create("https://example.org/x.png"))),
                Arguments.of("document", UserContent.pdf(BYTES)),
                Arguments.of("document", UserContent.textDocument("text")),
                Arguments.of("image", UserContent.custom(RawJson.of("{\"type\":\"image\"}"))),
                Arguments.of("search_result", UserContent.custom(RawJson.of("{\"type\":\"search_result\"}"))));
    }

    @ParameterizedTest
    @MethodSource("contentThatIsNoText")
    void qwenIsGivenTextOnly(String type, UserContent content) {
        UserInput input = UserInput.of(UserContent.text("What is this?"), content);
        AgentOptions options = AgentOptions.builder()
                .dialect(CliDialect.QWEN)
                .transport(none -> {
                    throw new AssertionError("The agent must not be started.");
                })
                .build();

        assertThat(input.blockTypes()).containsExactly("text", type);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentQuery.start(input, options))
                .withMessageStartingWith("The qwen CLI does not take content of type " + type + " in a user message:");
    }

    @ParameterizedTest
    @MethodSource("contentThatIsNoText")
    void claudeIsGivenEverything(String type, UserContent content) {
        Dialect.of(CliDialect.CLAUDE).requireInput(UserInput.of(content));

        assertThat(Dialect.of(CliDialect.CLAUDE).takesInput(type)).isTrue();
        assertThat(Dialect.of(CliDialect.QWEN).takesInput(type)).isFalse();
    }

    @Test
    void qwenIsGivenText() {
        Dialect.of(CliDialect.QWEN).requireInput(UserInput.of("Hi"));
        Dialect.of(CliDialect.QWEN).requireInput(UserInput.of(List.of(UserContent.text("Hi"))));

        assertThat(Dialect.of(CliDialect.QWEN).takesInput("text")).isTrue();
    }
}
