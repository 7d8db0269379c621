package dev.softphone.loadtest.runner.serve;

import dev.softphone.loadtest.api.report.TerminationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The file whose content the kubelet keeps with the ended container.
 *
 * @param log told when it cannot be written, which ends nothing
 */
record TerminationLog(Path file, Consumer<String> log) {

    void write(TerminationMessage message) {
        try {
            Files.writeString(file, message.text());
        } catch (IOException e) {
            log.accept(file + ": cannot be written: " + e);
        }
    }
}
