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

    @TempDir
    private Path directory;

    @Test
    void whatHasNoAccessorIsFoundByItsPath() throws IOException {
        Path page = Files.writeString(directory.resolve("p.md"), "| `model` | `model` | `AgentOptions.model` |\n");
        Map<String, ParityCheck.Section> found = ParityCheck.check(
                Files.writeString(directory.resolve("sdk.d.ts"), SDK),
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
        assertThat(ParityCheck.report(found)).contains("| options | 1 | 2 |", "- `SDKLimits.invented`");
    }
}
