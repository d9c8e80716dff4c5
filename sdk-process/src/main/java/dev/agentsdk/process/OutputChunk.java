package dev.agentsdk.process;

import java.util.Objects;

/** Bytes as they were read from a process, one at the least. They may end in the middle of a character. */
public final class OutputChunk implements ProcessEvent {

    private final OutputSource source;
    private final byte[] bytes;

    /**
     * Makes a chunk.
     *
     * @param source where they were written to
     * @param bytes the bytes; not copied, so that they must not be changed any more
     */
    public OutputChunk(OutputSource source, byte[] bytes) {
        this.source = Objects.requireNonNull(source, "source");
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /**
     * Where they were written to.
     *
     * @return stdout or stderr
     */
    public OutputSource source() {
        return source;
    }

    /**
     * The bytes.
     *
     * @return not a copy: the caller is the only one who has them, and may change them
     */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "OutputChunk[" + bytes.length + " bytes of " + source + "]";
    }
}
