package dev.agentsdk.e2e.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check finds what is missing, on declarations of its own. */
class ParityCheckTest {

    private static final String SDK = """
            /** A comment; with type Nonsense = { x: string } in it. */
            export declare type Options = { model?: string; brandNew?: boolean };
            export declare type SDKMessage = SDKGoal | SDKLimits;
            declare type SDKGoal = {
                type: 'active_goal';
                value: { condition: string; iterations: number; invented?: number } | null;
                session_id: string;
            };
            declare type SDKLimits = { type: 'rate_limit_event'; rate_limit_info: Info; invented: Record<string, unknown> };
            declare type Info = { status: 'allowed' | 'rejected'; resetsAt?: number; newList?: { deep: string }[] };
            declare type BaseHookInput = { session_id: string; effort?: { level: string } };
            export declare type HookInput = StopHookInput;
            export declare type StopHookInput = BaseHookInput & {
                hook_event_name: 'Stop';
                background_tasks?: { id: string; invented: string }[];
            };
            declare type SDKControlRequestInner = A | B;
            declare type A = { subtype: 'interrupt' };
            declare type B = { subtype: 'invented' };
            export declare type SDKControlReadFileResponse = { contents: string; absPath: string; fresh?: boolean };
            """;

    private static final String API = """
            export type BetaContentBlock = BetaTextBlock | BetaNewBlock;
            export interface BetaTextBlock { text: string; type: 'text'; }
            export interface BetaNewBlock { invented: string; type: 'brand_new'; }
            """;

    private static final String TOOLS = """
            export type ToolInputSchemas = FileReadInput | AskInput | McpInput | ToolOutputSchemas;
            export type ToolOutputSchemas =
              | FileReadOutput
              | ListMcpResourcesOutput;
            export interface FileReadInput {
              file_path: string;
              invented?: [string, ...string[]];
            }
            export interface AskInput {
              /* Not a tool that is known here. */
              questions: [{ text: string }] | [{ text: string }, ...{ text: string; header?: string }[]];
              answers?: {
                [k: string]: { note?: string };
              };
              [k: string]: unknown;
            }
            export interface McpInput {
              [k: string]: unknown;
            }
            export type FileReadOutput =
              | { type: "text"; file: { filePath: string; invented: number } }
              | { type: "image"; file: { base64: string } };
            export type ListMcpResourcesOutput = {
              invented: string;
            }[];
            """;

    @TempDir
    private Path directory;

    @Test
    void whatHasNoAccessorIsFoundByItsPath() throws IOException {
        Path page = Files.writeString(directory.resolve("p.md"), "| `model` | `model` | `AgentOptions.model` |\n");
        Map<String, ParityCheck.Section> found = ParityCheck.check(
                Files.writeString(directory.resolve("sdk.d.ts"), SDK),
                Files.writeString(directory.resolve("sdk-tools.d.ts"), TOOLS),
                Files.writeString(directory.resolve("api.d.ts"), API),
                page);

        assertThat(found.get("options").missing()).containsExactly("brandNew");
        assertThat(found.get("message fields").missing())
                .containsExactlyInAnyOrder(
                        "SDKGoal.value.invented", "SDKLimits.invented", "SDKLimits.rate_limit_info.newList.deep");
        assertThat(found.get("message fields").all()).isEqualTo(10);
        assertThat(found.get("hook fields").missing()).containsExactly("StopHookInput.background_tasks.invented");
        assertThat(found.get("control requests").missing()).containsExactly("invented");
        assertThat(found.get("answer fields").missing()).contains("SDKControlReadFileResponse.fresh");
        assertThat(found.get("content blocks").missing()).containsExactly("brand_new");
        assertThat(found.get("tool inputs").missing())
                .containsExactlyInAnyOrder(
                        "FileReadInput.invented",
                        "AskInput.questions.text",
                        "AskInput.questions.header",
                        "AskInput.answers.key.note");
        assertThat(found.get("tool inputs").all()).isEqualTo(5);
        assertThat(found.get("tool outputs").missing())
                .containsExactlyInAnyOrder("FileReadOutput.file.invented", "ListMcpResourcesOutput.invented");
        assertThat(found.get("tool outputs").all()).isEqualTo(5);
        assertThat(ParityCheck.report(found)).contains("| options | 1 | 2 |", "- `SDKLimits.invented`");
    }
}
