package dev.agentsdk.process;

/**
 * What a {@link ProcessRunner} publishes while a process runs: {@link OutputLine lines} or {@link OutputChunk chunks}, and
 * at last the {@link ProcessResult}.
 */
public sealed interface ProcessEvent permits OutputLine, OutputChunk, ProcessResult {}
