package dev.agentsdk.benchmarks;

import java.util.List;

/**
 * How a tool that runs commands has done.
 *
 * @param tool its name
 * @param cells what it did in each case, in the order of the table's head
 */
record ToolResult(String tool, List<String> cells) {

    static final String HEAD = "| tool | run `true`, p50 | to ours | capture, MB/s | to ours | time-out 0.3 s: returns"
            + " after | partial output kept | left of a tree of 3 | background child holds the pipe for 3 s: returns"
            + " after |\n|---|---|---|---|---|---|---|---|---|\n";

    String markdown() {
        return "| " + tool + " | " + String.join(" | ", cells) + " |";
    }
}
