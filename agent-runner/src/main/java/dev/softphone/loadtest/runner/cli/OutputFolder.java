package dev.softphone.loadtest.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.api.status.NextTestWriter;
import dev.softphone.loadtest.api.status.StatusYaml;
import dev.softphone.loadtest.api.v1alpha1.SoftphoneLoadTestStatus;
import dev.softphone.loadtest.report.HtmlReport;
import dev.softphone.loadtest.report.JUnitXml;
import dev.softphone.loadtest.report.ReportInput;
import dev.softphone.loadtest.report.TranscriptText;
import dev.softphone.loadtest.verdict.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a run leaves in {@code --out DIR}. */
final class OutputFolder {
    private final Path directory;

    OutputFolder(Path directory) {
        this.directory = directory;
    }

    /** Writes status, reports, transcripts and, if a cause asks for one, the next test. */
    void write(SoftphoneLoadTestStatus status, ReportInput report, ObjectNode manifest) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("status.yaml"), StatusYaml.write(status));
        Files.writeString(directory.resolve("report.html"), HtmlReport.html(report));
        Files.writeString(directory.resolve("junit.xml"), JUnitXml.xml(report));
        for (Map.Entry<String, String> file :
                TranscriptText.files(report.transcripts()).entrySet()) {
            Path transcripts = Files.createDirectories(directory.resolve("transcripts"));
            Files.writeString(transcripts.resolve(file.getKey()), file.getValue());
        }
        Optional<Cause.NextTest> next = report.judgement().causes().stream()
                .flatMap(cause -> cause.nextTest().stream())
                .findFirst();
        if (next.isPresent()) {
            Files.writeString(directory.resolve("next-test.yaml"), NextTestWriter.write(manifest, next.get()));
        }
    }
}
