package dev.agentsdk.history.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.history.SessionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorPathsTest {

    @TempDir
    Path temp;

    private final MirrorPaths paths = new MirrorPaths(Path.of("/c/projects"));

    @ParameterizedTest
    @CsvSource({
        "/c/projects/P/S.jsonl, P/S",
        "/c/projects/P/S/subagents/agent-1.jsonl, P/S/subagents/agent-1",
        "/c/projects/P/S/subagents/workflows/r/agent-1.jsonl, P/S/subagents/workflows/r/agent-1",
        "/c/projects/./P//S.jsonl, P/S",
        "/c/projects/x/../P/S.jsonl, P/S",
        "/c/projects/P/a.b.jsonl, P/a.b"
    })
    void aFileBelowTheProjectsHasAKey(String file, String key) {
        assertThat(paths.keyOf(file).map(SessionKey::toString)).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P/S.jsonl",
                "/c/projects",
                "/c/projects/S.jsonl",
                "/c/projects/P/S/x.jsonl",
                "/c/projects/P/S.txt",
                "/c/projects/P/S/subagents/agent-1.meta.json",
                "/c/projects/P/.jsonl",
                "/c/projects2/P/S.jsonl",
                "/c/projects/../P/S.jsonl",
                "/c/projects/P/../../x/S.jsonl",
                "/elsewhere/P/S.jsonl",
                "/c/projects/P/a:b.jsonl",
                "/c/projects/P/S\0.jsonl"
            })
    void anyOtherHasNone(String file) {
        assertThat(paths.keyOf(file)).isEmpty();
    }

    @Test
    void theProjectsMayBeNamedWithAndWithoutLinks() throws IOException {
        Path real = Files.createDirectories(temp.toRealPath().resolve("real/projects"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), real.getParent());
        MirrorPaths linked = new MirrorPaths(link.resolve("projects"));

        assertThat(linked.keyOf(real + "/P/S.jsonl")).contains(SessionKey.of("P", "S"));
        assertThat(linked.keyOf(link + "/projects/P/S.jsonl")).contains(SessionKey.of("P", "S"));
    }
}
