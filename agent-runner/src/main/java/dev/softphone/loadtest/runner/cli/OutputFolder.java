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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run leaves in {@code --out DIR}. */
final class OutputFolder {
    /** The test as it ran; what {@code compare} reads the spec from. */
    private static final String TEST = "test.json";

    private final Path directory;

    OutputFolder(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes status, test, reports, transcripts and, if the first cause asks for one, the next test.
     *
     * @return the files, for people
     */
    List<String> write(SoftphoneLoadTestStatus status, ReportInput report, ObjectNode manifest) throws IOException {
        List<String> files = new ArrayList<>();
        Files.createDirectories(directory);
        files.add(write("status.yaml", StatusYaml.write(status)));
        write(TEST, manifest.toPrettyString());
        files.add(write("report.html", HtmlReport.html(report)));
        files.add(write("junit.xml", JUnitXml.xml(report)));
        for (Map.Entry<String, String> file :
                TranscriptText.files(report.transcripts()).entrySet()) {
            Path transcripts = Files.createDirectories(directory.resolve("transcripts"));
            Files.writeString(transcripts.resolve(file.getKey()), file.getValue());
        }
        Optional<Cause.NextTest> next =
                report.judgement().causes().stream().findFirst().flatMap(Cause::nextTest);
        if (next.isPresent()) {
            files.add(write("next-test.yaml", NextTestWriter.write(manifest, next.get())));
        }
        return files;
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
