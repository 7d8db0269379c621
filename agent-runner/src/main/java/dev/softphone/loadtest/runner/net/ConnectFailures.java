package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.runner.evidence.Failures;
import dev.softphone.loadtest.runner.softphone.Failure;
import org.jspecify.annotations.Nullable;

/** What a connect or a REST call that had no answer means: by its exception, and by what the socket's witness saw. */
final class ConnectFailures {
    private ConnectFailures() {}

    static Failure of(Throwable cause, @Nullable Witness witness) {
        boolean reset = witness != null && witness.reset();
        String code = Failures.code(cause, reset);
        String detail = Failures.detail(cause);
        boolean closed = code.equals("tcp/eof") || code.equals("tcp/reset");
        if (closed && witness != null && !witness.heard()) {
            detail = "closed before a byte was answered; " + detail;
        }
        return new Failure(code, detail);
    }
}
