package dev.agentsdk.process.internal.posix;

import com.kenai.jffi.MemoryIO;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Memory outside the heap, by address, freed by hand: memory that waits for the garbage collector grows with every
 * process (measured: 320 MB after 5,000).
 */
final class NativeMemory {

    static final MemoryIO IO = MemoryIO.getInstance();

    private static final ArrayBlockingQueue<Chunk> POOL = new ArrayBlockingQueue<>(16);

    private NativeMemory() {}

    static long allocate(long bytes) {
        long address = IO.allocateMemory(bytes, true);
        if (address == 0) {
            throw new OutOfMemoryError("No native memory for " + bytes + " bytes");
        }
        return address;
    }

    static void free(long address) {
        IO.freeMemory(address);
    }

    /** Takes a chunk from the pool, or makes one. Held while bytes are moved, not by readers that wait for some. */
    static Chunk borrow() {
        Chunk chunk = POOL.poll();
        return chunk != null ? chunk : new Chunk();
    }

    static void giveBack(Chunk chunk) {
        if (!POOL.offer(chunk)) {
            free(chunk.address);
        }
    }

    /** The size of a pipe, inside and outside the heap: a read fills the one, then the other. */
    static final class Chunk {
        static final int SIZE = 65_536;

        final long address = allocate(SIZE);
        final byte[] bytes = new byte[SIZE];
    }
}
