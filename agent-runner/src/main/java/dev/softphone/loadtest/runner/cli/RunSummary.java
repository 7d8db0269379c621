package dev.softphone.loadtest.runner.cli;

import dev.softphone.loadtest.report.ReportInput;
import java.nio.file.Path;
import java.util.Optional;

final class RunSummary {
    private RunSummary() {}

    static String text(ReportInput input, Optional<Path> out) {
        return input.headline() + "\n" + input.judgement();
    }
}
