package dev.agentsdk.process.internal.jdk;

import dev.agentsdk.process.internal.TreeKillerContract;

class JdkTreeKillerTest extends TreeKillerContract {

    JdkTreeKillerTest() {
        super(JdkTreeKiller.INSTANCE);
    }
}
