package dev.agentsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a tool may return. */
class ToolContentTest {

    private static final byte[] BYTES = {1, 2, 3};

    private static Arguments refused(ThrowingCallable content, String... named) {
        return Arguments.of(content, named);
    }

    static Stream<Arguments> refusedByTheApi() {
        String gif = Base64.getEncoder().encodeToString("GIF89a......".getBytes(StandardCharsets.US_ASCII));
        return Stream.of(
                refused(() -> ToolResult.text(""), "The text of a tool's result must not be empty"),
                refused(() -> ToolResult.text("\n"), "The text of a tool's result must not be empty"),
                refused(() -> ToolResult.error(" "), "The text of a tool's result must not be empty"),
                refused(() -> new ToolResult(List.of(), true, Optional.empty()), "error", "must say what went wrong"),
                refused(() -> ToolContent.Image.of(BYTES, "image/svg+xml"), "image/svg+xml", "image/webp"),
                refused(() -> ToolContent.Image.of(new byte[0], "image/png"), "image of a tool's result has no data"),
                refused(() -> new ToolContent.Image(gif, "image/png"), "its data is image/gif"),
                refused(() -> new ToolContent.Image("not base64", "image/png"), "no base64", "character 3 is ' '"),
                refused(() -> new ToolContent.Image("AQ", "image/png"), "not a multiple of 4"),
                refused(() -> new ToolContent.Audio("AQ_D", "audio/wav"), "sound of a tool's result", "'_'"),
                refused(() -> ToolContent.Resource.text("f:/a", ""), "The text of a resource of a tool's result"),
                refused(
                        () -> new ToolContent.Resource("f:/a", Optional.empty(), Optional.empty(), Optional.of("x")),
                        "resource of a tool's result",
                        "no base64"),
                refused(() -> new ToolContent.Raw(Map.of("type", "text", "text", "")), "text of a tool's result"),
                refused(
                        () -> new ToolContent.Raw(Map.of("type", "image", "data", "AQID", "mimeType", "image/x")),
                        "image/x"));
    }

    @ParameterizedTest
    @MethodSource("refusedByTheApi")
    void whatTheApiRefusesIsRefusedByName(ThrowingCallable content, String[] named) {
        assertThatThrownBy(content).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(named);
    }

    @Test
    void supportedPicturesAreTaken() {
        byte[] webp = "RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);
        for (String type : List.of("image/png", "image/jpeg", "image/gif", "image/webp")) {
            assertThat(ToolContent.Image.of(BYTES, type).toWire())
                    .isEqualTo(Map.of("type", "image", "data", "AQID", "mimeType", type));
        }
        assertThat(ToolContent.Image.of(webp, "image/webp").mimeType()).isEqualTo("image/webp");
    }

    @Test
    void aResultWithoutPartsIsTakenUnlessItIsAnError() {
        assertThat(ToolResult.of().toWire()).isEqualTo(Map.of("content", List.of(), "isError", false));
    }
}
