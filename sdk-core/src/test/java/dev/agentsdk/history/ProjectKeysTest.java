package dev.agentsdk.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected hashes were computed with Node, by the function that the CLI is known to use. */
class ProjectKeysTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "/a/b, -a-b",
        "/a.b_c d-e, -a-b-c-d-e",
        "hello, hello",
        "'', ''",
        "/, -",
        "/Users/Me/Code9, -Users-Me-Code9",
        "C:\\Users\\me\\p, C--Users-me-p",
        "/home/\u00e9/\u65e5\u672c\u8a9e, -home------",
        // Two UTF-16 units are two dashes.
        "/\ud83d\ude00/x, ----x"
    })
    void whatIsNoLetterOrDigitOfAsciiIsADash(String path, String key) {
        assertThat(ProjectKeys.ofText(path)).isEqualTo(key);
    }

    @Test
    void aKeyOfTwoHundredCharactersIsWhole() {
        assertThat(ProjectKeys.ofText("a".repeat(200))).isEqualTo("a".repeat(200));
    }

    @Test
    void aLongerOneIsCutAndHasAHash() {
        assertThat(ProjectKeys.ofText("a".repeat(201))).isEqualTo("a".repeat(200) + "-rkvsv5");
        assertThat(ProjectKeys.ofText("/x".repeat(150))).isEqualTo("-x".repeat(100) + "-4y6yx2");
        assertThat(ProjectKeys.ofText("/tmp/" + "\u00fc".repeat(250))).isEqualTo("-tmp" + "-".repeat(196) + "-z87fc7");
        assertThat(ProjectKeys.ofText("/\ud83d\ude00".repeat(90))).isEqualTo("-".repeat(200) + "-ehnls");
    }

    @Test
    void theHashIsOfThePathAndNotOfTheKey() {
        String one = ProjectKeys.ofText("/x".repeat(150));
        String other = ProjectKeys.ofText("/x".repeat(149) + ".x");

        assertThat(one).startsWith("-x".repeat(100) + "-").hasSizeGreaterThan(201);
        assertThat(other).startsWith("-x".repeat(100) + "-").isNotEqualTo(one);
    }

    @Test
    void theHashOfTheSmallestIntegerIsPositive() {
        // hashCode() of a string that ends so is Integer.MIN_VALUE, whose absolute value is no int.
        String path = pathWithHash(Integer.MIN_VALUE);

        assertThat(path.hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(ProjectKeys.ofText(path)).isEqualTo("p".repeat(200) + "-zik0zk");
    }

    /** A path of more than 200 characters, whose last seven are the digits, in base 31, of what the hash still lacks. */
    private static String pathWithHash(int wanted) {
        String prefix = "p".repeat(220);
        int soFar = (prefix + "aaaaaaa").hashCode();
        long missing = Integer.toUnsignedLong(wanted - soFar);
        char[] letters = new char[7];
        for (int i = 6; i >= 0; i--) {
            letters[i] = (char) ('a' + missing % 31);
            missing /= 31;
        }
        return prefix + new String(letters);
    }

    @Test
    void composedAndDecomposedFormsHaveOneKey() {
        assertThat(ProjectKeys.ofText("/e\u0301"))
                .isEqualTo(ProjectKeys.ofText("/\u00e9"))
                .isEqualTo("--");
    }

    @Test
    void linksAreResolvedAndMissingPartsTakenAsTheyAre() throws IOException {
        Path real = Files.createDirectory(temp.toRealPath().resolve("real"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), real);

        assertThat(ProjectKeys.of(link)).isEqualTo(ProjectKeys.ofText(real.toString()));
        assertThat(ProjectKeys.of(link.resolve("gone/./deeper"))).isEqualTo(ProjectKeys.ofText(real + "/gone/deeper"));
        assertThat(ProjectKeys.of(link.resolve("gone/../other"))).isEqualTo(ProjectKeys.ofText(real + "/other"));
    }

    @Test
    void aDotDotBehindALinkLeadsWhereTheLinkLeads() throws IOException {
        Path inner = Files.createDirectories(temp.toRealPath().resolve("outer/inner"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), inner);

        assertThat(ProjectKeys.of(link.resolve("..")))
                .isEqualTo(ProjectKeys.ofText(inner.getParent().toString()));
    }

    @Test
    void aRelativePathStartsAtTheWorkingDirectory() throws IOException {
        assertThat(ProjectKeys.of(Path.of("")))
                .isEqualTo(ProjectKeys.ofText(Path.of("").toRealPath().toString()));
    }
}
