package dev.agentsdk.e2e.real.support;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Installs the CLIs before the first test. Without npm there are none to test; the tests are skipped and say so. */
final class InstalledClis implements ExecutionCondition, BeforeAllCallback {

    private static Optional<String> missing;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return missing()
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("npm is there"));
    }

    private static synchronized Optional<String> missing() {
        if (missing == null) {
            missing = NpmPackages.missing();
            missing.ifPresent(System.err::println);
        }
        return missing;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        for (RealCli cli : RealCli.values()) {
            cli.program();
        }
        RealCli.nodeDirectory();
    }
}
