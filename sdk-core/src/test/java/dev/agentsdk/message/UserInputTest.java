package dev.agentsdk.message;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserInputTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] BYTES = {1, 2, 3};

    @TempDir
    Path directory;

    static Stream<Arguments> contents() {
        return Stream.of(
                Arguments.of(UserContent.text("Hi"), "{'type':'text','text':'Hi'}"),
                Arguments.of(
                        UserContent.image("image/png", BYTES),
                        "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AQID'}}"),
                Arguments.of(
                        UserContent.image(URI.create("http://h/i.png")),
                        "{'type':'image','source':{'type':'url','url':'http://h/i.png'}}"),
                Arguments.of(
                        UserContent.pdf(BYTES),
                        "{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'AQID'}}"),
                Arguments.of(
                        UserContent.pdf(URI.create("http://h/d.pdf"))
                                .withTitle("T")
                                .withContext("C"),
                        "{'type':'document','source':{'type':'url','url':'http://h/d.pdf'},'title':'T','context':'C'}"),
                Arguments.of(
                        UserContent.textDocument("AQID"),
                        "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'AQID'}}"),
                Arguments.of(
                        UserContent.custom(RawJson.of("{\"type\":\"new\",\"data\":\"AQID\"}")),
                        "{'type':'new','data':'AQID'}"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void isABlockAsTheApiTakesItAndShowsNoContent(UserContent content, String expected) throws IOException {
        assertThat((Object) JSON.valueToTree(content.toJson())).isEqualTo(JSON.readTree(json(expected)));
        assertThat(content.toString()).doesNotContain("AQID", "Hi");
    }

    @ParameterizedTest
    @CsvSource({
        "a.png, image/png",
        "a.JPG, image/jpeg",
        "a.b.jpeg, image/jpeg",
        "a.gif, image/gif",
        "a.webp, image/webp"
    })
    void theKindOfAnImageIsToldByTheNameOfItsFile(String name, String mediaType) throws IOException {
        Path file = Files.write(directory.resolve(name), BYTES);

        assertThat(UserContent.image(file)).isEqualTo(UserContent.image(mediaType, BYTES));
    }

    static Stream<Arguments> refusedByTheApi() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        UserContent.Source lines =
                new UserContent.Source(Map.of("type", "base64", "media_type", "image/png", "data", "AQ\nID"));
        UserContent.Source url = new UserContent.Source(
                Map.of("type", "base64", "media_type", "application/pdf", "data", "data:application/pdf;base64,AQID"));
        return Stream.of(
                refused(() -> UserContent.text(""), "The text of a user message must not be empty"),
                refused(() -> UserContent.text(" \n"), "The text of a user message must not be empty"),
                refused(() -> UserContent.textDocument(""), "The text of a document of a user message"),
                refused(
                        () -> UserContent.image("image/bmp", BYTES),
                        "image of a user message",
                        "image/bmp",
                        "image/png"),
                refused(() -> UserContent.image("image/jpg", BYTES), "image/jpg", "image/jpeg"),
                refused(() -> UserContent.image("image/png", new byte[0]), "image of a user message has no data"),
                refused(() -> UserContent.image("image/jpeg", png), "image/jpeg", "its data is image/png"),
                refused(() -> UserContent.pdf(new byte[0]), "document of a user message has no data"),
                refused(() -> new UserContent.Image(lines), "no base64", "line break"),
                refused(
                        () -> new UserContent.Document(url, Optional.empty(), Optional.empty()),
                        "character 4 is ':'",
                        "data URL"),
                refused(() -> UserContent.custom(RawJson.of("{\"type\":\"text\",\"text\":\"\"}")), "text of a user"),
                refused(
                        () -> UserContent.custom(RawJson.of("{\"type\":\"image\",\"source\":{\"type\":\"base64\","
                                + "\"media_type\":\"image/png\",\"data\":\"AQI\"}}")),
                        "not a multiple of 4"),
                refused(
                        () -> UserContent.custom(RawJson.of("{\"type\":\"tool_result\",\"tool_use_id\":\"t\","
                                + "\"content\":[{\"type\":\"text\",\"text\":\"\"}]}")),
                        "text of a user message"),
                refused(
                        () -> UserContent.custom(RawJson.of(
                                "{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"is_error\":true,\"content\":\"\"}")),
                        "must have content"));
    }

    private static Arguments refused(ThrowingCallable content, String... named) {
        return Arguments.of(content, named);
    }

    @ParameterizedTest
    @MethodSource("refusedByTheApi")
    void whatTheApiRefusesIsRefusedByName(ThrowingCallable content, String[] named) {
        assertThatThrownBy(content).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(named);
    }

    @Test
    void blocksOfOtherTypesPass() {
        for (String block : List.of(
                "{\"type\":\"new\",\"text\":\"\"}",
                "{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}",
                "{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"\"}")) {
            assertThat((Object) JSON.valueToTree(
                            UserContent.custom(RawJson.of(block)).toJson()))
                    .isEqualTo(RawJson.of(block).tree());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.bmp", "png", "a."})
    void anImageOfUnknownKindIsRefusedByName(String name) {
        Path file = directory.resolve(name);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserContent.image(file))
                .withMessageContaining(file.toString());
    }

    @Test
    void readsDocumentsFromFiles() throws IOException {
        Path file = Files.write(directory.resolve("d.pdf"), BYTES);

        assertThat(UserContent.pdf(file)).isEqualTo(UserContent.pdf(BYTES));
        assertThatThrownBy(() -> UserContent.pdf(directory.resolve("missing")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void doesNotChangeWithTheArrayItWasMadeFrom() {
        byte[] bytes = BYTES.clone();
        UserContent content = UserContent.image("image/png", bytes);

        bytes[0] = 9;

        assertThat(content).isEqualTo(UserContent.image("image/png", BYTES));
    }

    @Test
    void refusesWhatIsNoContent() {
        assertThatIllegalArgumentException().isThrownBy(() -> UserContent.image(" ", BYTES));
        assertThatIllegalArgumentException().isThrownBy(() -> UserContent.image(URI.create("i.png")));
        assertThatIllegalArgumentException().isThrownBy(() -> UserContent.custom(RawJson.of("[]")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserInput.of(List.of()))
                .withMessage("A user message must have at least one part.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserInput.of("x").withUuid(" "))
                .withMessageContaining("uuid");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserInput.of("x").withPriority(""))
                .withMessageContaining("priority");
    }

    @Test
    void aMessageHasTheFieldsThatWereSet() {
        UserInput plain = UserInput.of("Hi");
        UserInput input =
                plain.withUuid("u").withPriority("now").fromHuman().verbatim().withoutTurn();

        assertThat(plain.fields()).isEmpty();
        assertThat(input.content()).isEqualTo("Hi");
        assertThat(input.fields())
                .isEqualTo(Map.of(
                        "uuid",
                        "u",
                        "priority",
                        "now",
                        "origin",
                        Map.of("kind", "human"),
                        "client_composed",
                        true,
                        "shouldQuery",
                        false));
        assertThat(input).hasToString("UserInput[text, [uuid, priority, origin, client_composed, shouldQuery]]");
    }

    @Test
    void aMessageOfSeveralPartsKeepsTheirOrderAndItself() {
        List<UserContent> parts = new ArrayList<>(List.of(UserContent.text("a"), UserContent.text("b")));
        UserInput input = UserInput.of(parts);

        parts.clear();

        assertThat(input.content())
                .isEqualTo(List.of(
                        UserContent.text("a").toJson(), UserContent.text("b").toJson()));
        assertThat(input).hasToString("UserInput[2 parts, []]");
    }
}
