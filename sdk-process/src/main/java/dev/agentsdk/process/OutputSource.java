package dev.agentsdk.process;

/** Which of its two outputs a process has written to. */
public enum OutputSource {
    /** Its stdout, and its stderr too where that is merged. */
    STDOUT,
    /** Its stderr. */
    STDERR
}
