package dev.agentsdk.builtin;

import static dev.agentsdk.builtin.BuiltinSamples.input;
import static dev.agentsdk.builtin.BuiltinSamples.json;
import static dev.agentsdk.builtin.BuiltinSamples.output;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.Usage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs and outputs of built-in tools, in the form of claude 2.1.332. */
class BuiltinToolsTest {

    @Test
    void formerNamesOfToolsAreKnown() {
        assertThat(ToolNames.ALL)
                .hasSize(54)
                .contains("Bash", ToolNames.LSP, "propose_skills")
                .containsAll(ToolNames.FORMER.values())
                .doesNotContainAnyElementsOf(ToolNames.FORMER.keySet());
        assertThat(ToolNames.current("KillBash")).isEqualTo("TaskStop");
        assertThat(ToolNames.current("mcp__a__b")).isEqualTo("mcp__a__b");
        assertThat(input(TaskStopInput.class, "KillBash", "{'shell_id':'7'}").raw())
                .isEqualTo(json("{'shell_id':'7'}"));
        assertThat(output(AgentOutput.class, "Task", "{'status':'completed'}").raw())
                .isEqualTo(json("{'status':'completed'}"));
    }

    @Test
    void inputsAreTypedByTheNameOfTheTool() {
        BashInput bash = input(BashInput.class, "Bash", "{'command':'ls','timeout':5000,'run_in_background':true}");
        assertThat(bash.command()).isEqualTo("ls");
        assertThat(bash.timeout()).contains(Duration.ofSeconds(5));
        assertThat(bash.runInBackground()).isTrue();
        assertThat(bash.dangerouslyDisableSandbox()).isFalse();
        EditInput edit = input(EditInput.class, "Edit", "{'file_path':'/f','old_string':'a','new_string':'b'}");
        assertThat(edit.filePath()).isEqualTo("/f");
        assertThat(edit.newString()).isEqualTo("b");
        ReadInput read = input(ReadInput.class, "Read", "{'file_path':'/f','offset':3,'limit':4,'pages':'1-2'}");
        assertThat(read.offset()).hasValue(3);
        assertThat(read.pages()).contains("1-2");
        assertThat(input(WriteInput.class, "Write", "{'file_path':'/f','content':'c'}")
                        .content())
                .isEqualTo("c");
        assertThat(input(GlobInput.class, "Glob", "{'pattern':'*.java'}").pattern())
                .isEqualTo("*.java");
        GrepInput grep =
                input(GrepInput.class, "Grep", "{'pattern':'p','-C':2,'-i':true,'head_limit':9,'type':'java'}");
        assertThat(grep.linesAround()).hasValue(2);
        assertThat(grep.ignoresCase()).isTrue();
        assertThat(grep.headLimit()).hasValue(9);
        assertThat(grep.fileType()).contains("java");
        for (String name : new String[] {"Agent", "Task"}) {
            AgentInput agent =
                    input(AgentInput.class, name, "{'description':'d','prompt':'p','subagent_type':'Explore'}");
            assertThat(agent.subagentType()).contains("Explore");
        }
        TodoWriteInput todos = input(
                TodoWriteInput.class, "TodoWrite", "{'todos':[{'content':'c','status':'pending','activeForm':'f'}]}");
        assertThat(todos.todos().get(0).status()).isEqualTo("pending");
        assertThat(input(WebFetchInput.class, "WebFetch", "{'url':'http://h','prompt':'p'}")
                        .url())
                .isEqualTo("http://h");
        assertThat(input(WebSearchInput.class, "WebSearch", "{'query':'q','allowed_domains':['d']}")
                        .allowedDomains())
                .containsExactly("d");
        assertThat(input(NotebookEditInput.class, "NotebookEdit", "{'notebook_path':'/n','new_source':'s'}")
                        .newSource())
                .isEqualTo("s");
        assertThat(input(TaskStopInput.class, "KillShell", "{'shell_id':'b1'}").taskId())
                .isEqualTo("b1");
        UnknownInput other = input(UnknownInput.class, "mcp__calc__add", "{'a':1}");
        assertThat(other.raw().text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void outputsAreTypedByTheNameOfTheTool() {
        BashOutput bash = output(
                BashOutput.class,
                "Bash",
                "{'stdout':'o','stderr':'e','interrupted':true,'timedOutAfterMs':1500,'persistedOutputPath':'/p'}");
        assertThat(bash.stdout()).isEqualTo("o");
        assertThat(bash.isInterrupted()).isTrue();
        assertThat(bash.timedOutAfter()).contains(Duration.ofMillis(1500));
        assertThat(bash.persistedOutputPath()).contains("/p");
        EditOutput edit = output(
                EditOutput.class,
                "Edit",
                "{'filePath':'/f','originalFile':null,'structuredPatch':[{'oldStart':1,'oldLines':2,'newStart':3,"
                        + "'newLines':4,'lines':['+x']}],'userModified':true}");
        assertThat(edit.structuredPatch().get(0).newStart()).isEqualTo(3);
        assertThat(edit.structuredPatch().get(0).lines()).containsExactly("+x");
        assertThat(edit.originalFile()).isEmpty();
        assertThat(edit.isUserModified()).isTrue();
        assertThat(output(WriteOutput.class, "Write", "{'type':'create','filePath':'/f','content':'c'}")
                        .kind())
                .isEqualTo("create");
        ReadOutput read = output(
                ReadOutput.class,
                "Read",
                "{'type':'text','file':{'filePath':'/f','content':'c','numLines':1,'startLine':2,'totalLines':3}}");
        assertThat(read.content()).contains("c");
        assertThat(read.totalLines()).hasValue(3);
        assertThat(output(GlobOutput.class, "Glob", "{'durationMs':3,'numFiles':1,'filenames':['a'],'truncated':true}")
                        .filenames())
                .containsExactly("a");
        assertThat(output(GrepOutput.class, "Grep", "{'mode':'count','numFiles':1,'filenames':[],'numMatches':4}")
                        .numMatches())
                .hasValue(4);
        AgentOutput agent = output(
                AgentOutput.class,
                "Agent",
                "{'status':'completed','agentId':'a','content':[{'type':'text','text':'x'},{'type':'text','text':'y'}],"
                        + "'totalDurationMs':7,'usage':{'input_tokens':5}}");
        assertThat(agent.text()).isEqualTo("xy");
        assertThat(agent.totalDuration()).contains(Duration.ofMillis(7));
        assertThat(agent.usage().orElseThrow().inputTokens()).isEqualTo(5);
        assertThat(output(
                                TodoWriteOutput.class,
                                "TodoWrite",
                                "{'oldTodos':[],'newTodos':[{'content':'c','status':'completed','activeForm':'f'}]}")
                        .newTodos()
                        .get(0)
                        .content())
                .isEqualTo("c");
        assertThat(output(WebFetchOutput.class, "WebFetch", "{'code':200,'result':'r','url':'u','bytes':9}")
                        .code())
                .isEqualTo(200);
    }

    /** The fields that SDK 0.3.332 declares beside those above. */
    @Test
    void laterFieldsOfOutputsAreTyped() {
        BashOutput bash = output(
                BashOutput.class,
                "Bash",
                "{'structuredContent':[{'type':'text'},'x'],'noOutputExpected':true,'backgroundCwdHint':'c',"
                        + "'backgroundWakesOwner':true,'backgroundEndsWithFinalResponse':true,"
                        + "'staleReadFileStateHint':'s','ghRateLimitHint':'g'}");
        assertThat(bash.structuredContent()).containsExactly(json("{'type':'text'}"), json("'x'"));
        assertThat(bash.isNoOutputExpected()).isTrue();
        assertThat(bash.backgroundCwdHint()).contains("c");
        assertThat(bash.isBackgroundWakingOwner()).isTrue();
        assertThat(bash.isBackgroundEndingWithFinalResponse()).isTrue();
        assertThat(bash.staleReadFileStateHint()).contains("s");
        assertThat(bash.ghRateLimitHint()).contains("g");
        BashOutput plain = output(BashOutput.class, "Bash", "{}");
        assertThat(plain.structuredContent()).isEmpty();
        assertThat(plain.isNoOutputExpected()
                        || plain.isBackgroundWakingOwner()
                        || plain.isBackgroundEndingWithFinalResponse())
                .isFalse();
        assertThat(output(EditOutput.class, "Edit", "{'staged':true}").isStaged())
                .isTrue();
        assertThat(output(WriteOutput.class, "Write", "{'staged':true}").isStaged())
                .isTrue();
        GrepOutput grep = output(GrepOutput.class, "Grep", "{'totalFiles':7,'totalLines':8,'timedOut':true}");
        assertThat(grep.totalFiles()).hasValue(7);
        assertThat(grep.totalLines()).hasValue(8);
        assertThat(grep.isTimedOut()).isTrue();
        GlobOutput glob = output(GlobOutput.class, "Glob", "{'countIsComplete':false,'timedOut':true}");
        assertThat(glob.countIsComplete()).contains(false);
        assertThat(glob.isTimedOut()).isTrue();
        assertThat(output(GlobOutput.class, "Glob", "{}").countIsComplete()).isEmpty();
        ArtifactRead artifact = output(
                        WebFetchOutput.class, "WebFetch", "{'artifactRead':{'slug':'a','ver':'2','seeded':false}}")
                .artifactRead()
                .orElseThrow();
        assertThat(artifact.slug()).isEqualTo("a");
        assertThat(artifact.version()).contains("2");
        assertThat(artifact.seeded()).contains(false);
    }

    @Test
    void whatASubagentHasDoneIsTyped() {
        AgentOutput agent = output(
                AgentOutput.class,
                "Agent",
                "{'status':'completed','content':[{'type':'text','text':'x','citations':[{'url':'u'}]}],"
                        + "'modelsUsed':['m','n'],'toolsUsed':['Read'],'toolStats':{'readCount':1,'searchCount':2,"
                        + "'bashCount':3,'editFileCount':4,'linesAdded':5,'linesRemoved':6,'otherToolCount':7,"
                        + "'frameCount':8},'usage':{'iterations':[1],'output_tokens_details':{'thinking_tokens':9},"
                        + "'fallback_credit':{'type':'redeemed'}}}");
        assertThat(agent.content()).singleElement().isInstanceOfSatisfying(TextBlock.class, text -> {
            assertThat(text.text()).isEqualTo("x");
            assertThat(text.citations().get(0).url()).contains("u");
        });
        assertThat(agent.modelsUsed()).containsExactly("m", "n");
        assertThat(agent.toolsUsed()).containsExactly("Read");
        AgentToolStats stats = agent.toolStats().orElseThrow();
        assertThat(List.of(
                        stats.readCount(),
                        stats.searchCount(),
                        stats.bashCount(),
                        stats.editFileCount(),
                        stats.linesAdded(),
                        stats.linesRemoved(),
                        stats.otherToolCount()))
                .containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(stats.frameCount()).hasValue(8);
        Usage usage = agent.usage().orElseThrow();
        assertThat(usage.iterations()).contains(json("[1]"));
        assertThat(usage.thinkingTokens()).hasValue(9);
        assertThat(usage.fallbackCredit()).contains(json("{'type':'redeemed'}"));

        AgentOutput started = output(
                AgentOutput.class,
                "Agent",
                "{'status':'async_launched','isAsync':true,'description':'d','canReadOutputFile':false}");
        assertThat(started.isAsync()).isTrue();
        assertThat(started.description()).contains("d");
        assertThat(started.canReadOutputFile()).contains(false);
        assertThat(started.content()).isEmpty();
        AgentOutput remote =
                output(AgentOutput.class, "Agent", "{'status':'remote_launched','taskId':'t','sessionUrl':'s'}");
        assertThat(remote.taskId()).contains("t");
        assertThat(remote.sessionUrl()).contains("s");
        assertThat(remote.isAsync()).isFalse();
    }

    @Test
    void whatWasReadIsTyped() {
        ReadOutput text = output(
                ReadOutput.class,
                "Read",
                "{'type':'text','file':{'content':'c','truncatedByTokenCap':true},"
                        + "'artifactRead':{'slug':'a','ver':'2'}}");
        assertThat(text.isTruncated()).isTrue();
        assertThat(text.artifactRead().orElseThrow().slug()).isEqualTo("a");
        assertThat(text.artifactRead().orElseThrow().version()).contains("2");
        ImageSize size = output(
                        ReadOutput.class,
                        "Read",
                        "{'type':'image','file':{'dimensions':{'originalWidth':1,'originalHeight':2,"
                                + "'displayWidth':3,'displayHeight':4}}}")
                .dimensions()
                .orElseThrow();
        assertThat(size.originalWidth()).hasValue(1);
        assertThat(size.originalHeight()).hasValue(2);
        assertThat(size.displayWidth()).hasValue(3);
        assertThat(size.displayHeight()).hasValue(4);
        ReadOutput pages =
                output(ReadOutput.class, "Read", "{'type':'parts','file':{'count':2,'outputDir':'/o'},'firstPage':3}");
        assertThat(pages.firstPage()).hasValue(3);
        assertThat(pages.isTruncated()).isFalse();
        assertThat(pages.dimensions()).isEmpty();
    }

    @Test
    void whatWasDoneWithGitIsTyped() {
        GitOperation git = output(
                        BashOutput.class,
                        "Bash",
                        "{'gitOperation':{'commit':{'sha':'c0','kind':'amended','branch':'b'},'push':{'branch':'p'},"
                                + "'branch':{'ref':'r','action':'rebased'},"
                                + "'pr':{'number':7,'url':'u','action':'created'}}}")
                .gitOperation()
                .orElseThrow();
        assertThat(git.commitSha()).contains("c0");
        assertThat(git.commitKind()).contains("amended");
        assertThat(git.commitBranch()).contains("b");
        assertThat(git.pushedBranch()).contains("p");
        assertThat(git.branchRef()).contains("r");
        assertThat(git.branchAction()).contains("rebased");
        assertThat(git.pullRequestNumber()).hasValue(7);
        assertThat(git.pullRequestUrl()).contains("u");
        assertThat(git.pullRequestAction()).contains("created");
        String difference = "{'gitDiff':{'filename':'f','status':'added','additions':1,'deletions':2,'changes':3,"
                + "'patch':'@@','repository':'o/n'}}";
        GitDiff edited = output(EditOutput.class, "Edit", difference).gitDiff().orElseThrow();
        assertThat(edited.filename()).isEqualTo("f");
        assertThat(edited.status()).isEqualTo("added");
        assertThat(edited.additions()).isEqualTo(1);
        assertThat(edited.deletions()).isEqualTo(2);
        assertThat(edited.changes()).isEqualTo(3);
        assertThat(edited.patch()).isEqualTo("@@");
        assertThat(edited.repository()).contains("o/n");
        assertThat(output(WriteOutput.class, "Write", difference).gitDiff()).contains(edited);
    }

    static Stream<Class<?>> everyType() {
        return Stream.of(BuiltinInput.class, BuiltinOutput.class)
                .flatMap(union -> Arrays.stream(union.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void noAccessorThrowsWhateverTheJsonIs(Class<?> type) throws ReflectiveOperationException {
        for (String text : new String[] {"{}", "[]", "[7,null,'x']", "7", "null"}) {
            Object read = type.getMethod("of", RawJson.class).invoke(null, json(text));
            for (Method method : type.getMethods()) {
                if (method.getParameterCount() == 0
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getDeclaringClass() == type) {
                    assertThat(call(method, read)).as(method + " of " + text).isNotNull();
                }
            }
        }
    }

    private static Object call(Method method, Object read) throws IllegalAccessException {
        try {
            return method.invoke(read);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method + " throws", e.getCause());
        }
    }

    @Test
    void aListIsAnOutputOfTheToolsThatWriteOne() {
        assertThat(BuiltinOutput.of("ListMcpResources", json(" []"))).isInstanceOf(ListMcpResourcesOutput.class);
        assertThat(BuiltinOutput.of("RefreshMcpTools", json("[]"))).isInstanceOf(RefreshMcpToolsOutput.class);
        assertThat(BuiltinOutput.of("RefreshMcpTools", json("'[]'"))).isInstanceOf(UnknownOutput.class);
        assertThat(BuiltinOutput.of("ListMcpResourcesTool", json("{}"))).isInstanceOf(UnknownOutput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'Error: no such file'", "[]", "null", "7"})
    void anOutputThatIsNoObjectIsKept(String text) {
        BuiltinOutput output = BuiltinOutput.of("Read", json(text));
        assertThat(output).isInstanceOf(UnknownOutput.class);
        assertThat(output.raw()).isEqualTo(json(text));
    }

    /** An application may allow or deny on what these say. */
    @Test
    @Tag("R-113")
    void fieldsBehindThousandsOfOthersAreFound() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 10_000; i++) {
            json.append("\"f").append(i).append("\":0,");
        }
        RawJson raw = RawJson.of(
                json + "\"command\":\"rm -r /\",\"dangerouslyDisableSandbox\":true,\"timeout\":5,\"o\":{\"k\":\"v\"}}");
        BashInput input = BashInput.of(raw);

        assertThat(input.command()).isEqualTo("rm -r /");
        assertThat(input.dangerouslyDisableSandbox()).isTrue();
        assertThat(input.timeout()).contains(Duration.ofMillis(5));
        assertThat(input.description()).isEmpty();
        assertThat(ShallowObject.of(raw).object("o").text("k")).isEqualTo("v");
        assertThat(ShallowObject.of(raw).isObject("o")).isTrue();
    }
}
