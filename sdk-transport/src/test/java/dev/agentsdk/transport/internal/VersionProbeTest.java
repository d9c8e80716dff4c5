package dev.agentsdk.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionProbeTest {

    @ParameterizedTest
    @CsvSource({
        "2.1.0 (Fake CLI), 2, 1, 0",
        "2.1.240, 2, 1, 240",
        "10.20.30-beta.4, 10, 20, 30",
        "0.0.0, 0, 0, 0",
        "999999.999999.999999, 999999, 999999, 999999",
        "1.2.3.4, 1, 2, 3",
    })
    void readsTheThreeNumbersAtTheBeginning(String said, int major, int minor, int patch) {
        assertThat(VersionProbe.parse(said)).hasValue(new int[] {major, minor, patch});
    }

    @Test
    void blanksAndLineEndsAroundTheAnswerDoNotMatter() {
        assertThat(VersionProbe.parse("\n  2.0.1 (CLI)\r\nmore\n")).hasValue(new int[] {2, 0, 1});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "v2.1.0", "version 2.1.0", "2.1", "2", "2.x.0", "-2.1.0", "2..1", "1234567.0.0", "\0"})
    void whatDoesNotBeginWithThreeNumbersIsNoVersion(String said) {
        assertThat(VersionProbe.parse(said)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 9, 9", "1, 999999, 0", "0, 0, 0", "1, 0, 129"})
    void versionsBeforeTwoAreTooOld(int major, int minor, int patch) {
        assertThat(VersionProbe.isTooOld(new int[] {major, minor, patch})).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 0", "2, 0, 1", "2, 1, 0", "3, 0, 0", "10, 0, 0"})
    void versionsFromTwoOnAreNotTooOld(int major, int minor, int patch) {
        assertThat(VersionProbe.isTooOld(new int[] {major, minor, patch})).isFalse();
    }
}
