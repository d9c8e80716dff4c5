package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.internal.session.CpuTime;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.internal.SettingsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The expected values are those of {@code resolveSettings} of the TypeScript SDK 0.3.332, for the same files. */
class ResolvedSettingsTest {

    @TempDir
    Path directory;

    private Path user;
    private Path project;
    private Path local;
    private Path managed;

    @BeforeEach
    void files() throws IOException {
        user = write("config/settings.json", """
                {"model":"user-m","env":{"A":"u","B":"u"},"permissions":{"allow":["Read","Bash(ls)"],
                "defaultMode":"plan"},"x":[{"a":1}],"unknown":{"deep":{"a":[1,2],"b":1}}}""");
        project = write("p/.claude/settings.json", """
                {"env":{"B":"p","C":"p"},"permissions":{"allow":["Bash(ls)","Edit"],"deny":["WebFetch"],
                "defaultMode":"bypassPermissions"},"x":[{"a":1},2],"unknown":{"deep":{"a":[2,3],"b":null}}}""");
        local = write("p/.claude/settings.local.json", """
                {"env":{"C":"l"}}""");
        managed = directory.resolve("managed");
    }

    private Path write(String name, String json) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, json);
    }

    private ResolvedSettings resolved(Settings settings) {
        return ResolvedSettings.of(
                AgentOptions.builder()
                        .cwd(directory.resolve("p"))
                        .env("CLAUDE_CONFIG_DIR", directory.resolve("config").toString())
                        .settings(settings)
                        .build(),
                managed);
    }

    private static void assertSame(RawJson json, String expected) {
        assertThat(json.tree())
                .isEqualTo(RawJson.of(expected.replace('\'', '"')).tree());
    }

    @Test
    void theFilesAreMergedInTheOrderOfTheCli() {
        ResolvedSettings settings = resolved(Settings.unset());

        assertSame(settings.effective(), """
                {'model':'user-m','env':{'A':'u','B':'p','C':'l'},'permissions':{'allow':['Read','Bash(ls)','Edit'],
                'defaultMode':'bypassPermissions','deny':['WebFetch']},'x':[{'a':1},{'a':1},2],
                'unknown':{'deep':{'a':[1,2,3],'b':null}}}""");
        assertThat(settings.sources())
                .extracting(ResolvedSettings.Source::name)
                .containsExactly("user", "project", "local");
        assertThat(settings.sources())
                .extracting(source -> source.path().orElseThrow())
                .containsExactly(user, project, local);
        assertSame(settings.sources().get(2).settings(), "{'env':{'C':'l'}}");
        assertThat(settings.source("env").orElseThrow().name()).isEqualTo("local");
        assertThat(settings.source("permissions").orElseThrow().name()).isEqualTo("project");
        assertThat(settings.source("model").orElseThrow().path()).contains(user);
        assertThat(settings.source("none")).isEmpty();
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void aProjectDoesNotChooseAModeThatPermitsMore() throws IOException {
        assertThat(resolved(Settings.unset())
                        .effectiveWithoutProjectMode()
                        .tree()
                        .get("permissions")
                        .toString())
                .isEqualTo("{\"allow\":[\"Read\",\"Bash(ls)\",\"Edit\"],\"deny\":[\"WebFetch\"]}");

        Files.writeString(local, "{\"permissions\":{\"defaultMode\":\"acceptEdits\"}}");
        ResolvedSettings byTheUser = resolved(Settings.unset());
        assertThat(byTheUser.effectiveWithoutProjectMode()).isEqualTo(byTheUser.effective());
        assertThat(byTheUser.effective().tree().at("/permissions/defaultMode").asText())
                .isEqualTo("acceptEdits");
    }

    @Test
    void sourcesThatAreNotChosenAreNotRead() {
        assertThat(resolved(Settings.unset().withSources()).effective().text()).isEqualTo("{}");
        assertThat(resolved(Settings.unset().withSources(SettingSource.LOCAL)).sources())
                .extracting(ResolvedSettings.Source::name)
                .containsExactly("local");
        assertThat(resolved(Settings.unset().withSources(SettingSource.LOCAL, SettingSource.USER))
                        .sources())
                .extracting(ResolvedSettings.Source::name)
                .containsExactly("user", "local");
    }

    @Test
    void theOptionsOverrideTheFilesAndManagedSettingsOverrideAll() throws IOException {
        write("managed/managed-settings.json", """
                {"model":"base","env":{"A":"base","Z":"base"},"permissions":{"allow":["M"]}}""");
        write("managed/managed-settings.d/20-b.json", """
                {"env":{"A":"d20"},"permissions":{"allow":["D20"]}}""");
        write("managed/managed-settings.d/10-a.json", """
                {"env":{"A":"d10","B":"d10"},"permissions":{"allow":["D10"]}}""");
        write("managed/managed-settings.d/.hidden.json", """
                {"env":{"A":"hid"}}""");

        ResolvedSettings settings = resolved(Settings.unset()
                .withSources()
                .withJson("{\"model\":\"flag\",\"permissions\":{\"allow\":[\"F\"]},\"effort\":1}")
                .withSandbox(Sandbox.on()));

        assertSame(settings.effective(), """
                {'model':'base','permissions':{'allow':['F','M','D10','D20']},'effort':1,'sandbox':{'enabled':true},
                'env':{'A':'d20','Z':'base','B':'d10'}}""");
        assertThat(settings.source("model").orElseThrow().name()).isEqualTo("managed");
        assertThat(settings.source("effort").orElseThrow().name()).isEqualTo("flag");
        assertThat(settings.source("effort").orElseThrow().path()).isEqualTo(Optional.empty());
    }

    @Test
    void aSettingsFileOfTheOptionsIsRead() throws IOException {
        Path file = write("mine.json", "{\"model\":\"mine\"}");

        ResolvedSettings settings = resolved(Settings.unset().withFile(file));

        assertThat(settings.effective().tree().get("model").asText()).isEqualTo("mine");
        assertThat(settings.source("model").orElseThrow().path()).contains(file);
    }

    @Test
    void aFileThatCannotBeUsedIsLeftOutAndNamedWithoutItsContent() throws IOException {
        Files.writeString(project, "{\"s3cret\"");
        Files.writeString(local, "[\"s3cret\"]");

        ResolvedSettings settings = resolved(Settings.unset());

        assertThat(settings.sources()).extracting(ResolvedSettings.Source::name).containsExactly("user");
        assertThat(settings.problems())
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith(project + ": "))
                .contains(local + ": not a JSON object")
                .noneMatch(problem -> problem.contains("s3cret"));
    }

    /** A repository may hold both files. */
    @Test
    @Timeout(20)
    void listsOfManyValuesAreJoinedInLinearTime() {
        ObjectNode under = JsonNodeFactory.instance.objectNode();
        ObjectNode over = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 200_000; i++) {
            under.withArray("list").add("a" + i);
            over.withArray("list").add("a" + 2 * i);
        }

        SettingsFiles.merge(under, over);

        assertThat(under.get("list")).hasSize(300_000);
    }

    /** Lists of a repository whose elements have one hash: each would be compared with all others. */
    @Test
    @Tag("R-113")
    void listsOfValuesWithOneHashAreJoinedInTime() throws IOException {
        int values = 20_000;
        StringBuilder list = new StringBuilder("{\"x\":[7");
        for (int i = 0; i < values; i++) {
            long high = 1_000_000L + i;
            list.append(',').append((high << 32) | (high ^ 7));
        }
        for (int i = 0; i < values; i++) {
            list.append(",\"");
            for (int bit = 0; bit < 15; bit++) {
                list.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            list.append('"');
        }
        write("p/.claude/settings.json", list.append("]}").toString());
        write("p/.claude/settings.local.json", "{\"x\":[7,\"7\",7.0,7.00,true,\"true\"]}");

        long start = CpuTime.now().toNanos();
        ResolvedSettings settings = resolved(Settings.unset());
        long cpu = CpuTime.now().toNanos() - start;

        assertThat(settings.problems()).isEmpty();
        // What is there twice is there once; a number is no text, and with a fraction it is another one.
        assertThat(settings.effective().tree().path("x")).hasSize(2 + 1 + 2 * values + 4 - 2 + 1);
        assertThat(Duration.ofNanos(cpu)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    @Tag("R-113")
    void aFileWithMillionsOfValuesIsLeftOut() throws IOException {
        write("p/.claude/settings.json", "{\"x\":[{}" + ",{}".repeat(2_000_000) + "]}");
        write("p/.claude/settings.local.json", "{\"y\":1}");

        ResolvedSettings settings = resolved(Settings.unset());

        assertThat(settings.problems()).containsExactly(project + ": more than 200,000 JSON tokens");
        assertThat(settings.effective().tree().path("y").asInt()).isOne();
        assertThat(settings.sources()).extracting(ResolvedSettings.Source::name).containsExactly("user", "local");
    }
}
