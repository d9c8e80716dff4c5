package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.internal.TreeKillerContract;

class PosixTreeKillerTest extends TreeKillerContract {

    PosixTreeKillerTest() {
        super(PosixTreeKiller.INSTANCE);
    }
}
