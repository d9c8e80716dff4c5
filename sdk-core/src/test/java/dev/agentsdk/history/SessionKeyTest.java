package dev.agentsdk.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionKeyTest {

    private final SessionKey main = SessionKey.of("-work", "s");

    @Test
    void aKeyOfASessionAndOneBelowIt() {
        SessionKey below = main.at("subagents/run/agent-1");

        assertThat(main.subpath()).isEmpty();
        assertThat(main.main()).isSameAs(main);
        assertThat(below.subpath()).contains("subagents/run/agent-1");
        assertThat(below.main()).isEqualTo(main);
        assertThat(below).hasToString("-work/s/subagents/run/agent-1").isNotEqualTo(main);
        assertThat(below.at("x").subpath()).contains("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a\\b", "C:", "C:\\x", "\\\\server", "a\0b", "a\nb", "\u007f", "a:b"})
    void aPartThatIsNoSafeNameIsRefused(String part) {
        assertThatIllegalArgumentException().isThrownBy(() -> SessionKey.of(part, "s"));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionKey.of("p", part));
        assertThatIllegalArgumentException().isThrownBy(() -> main.at(part));
        assertThatIllegalArgumentException().isThrownBy(() -> main.at("a/" + part));
        assertThatIllegalArgumentException().isThrownBy(() -> main.at(part + "/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc/passwd", "a/", "/a", "a//b", "../a", "a/../b", "a/./b"})
    @Tag("R-72")
    void aPathThatLeadsElsewhereIsRefused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> main.at(path));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionKey.of(path, "s"));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionKey.of("p", path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", ".hidden", "a..b", "-", "caf\u00e9", "a b", "x@y"})
    void otherNamesAreFine(String part) {
        assertThat(SessionKey.of(part, part).at(part + "/" + part).subpath()).contains(part + "/" + part);
    }

    @Test
    void aPartOfAThousandCharactersIsTheLongest() {
        assertThat(SessionKey.of("x".repeat(1_000), "s").projectKey()).hasSize(1_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionKey.of("x".repeat(1_001), "s"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }
}
