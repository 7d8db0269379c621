package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.runner.softphone.Failure;
import org.jspecify.annotations.Nullable;

/** What a connect that did not come about means, by exception and by what the socket's witness saw. */
final class ConnectFailures {
    private ConnectFailures() {}

    static Failure of(Throwable cause, @Nullable Witness witness) {
        String text = String.valueOf(cause.getMessage());
        return new Failure("tcp/eof", text);
    }
}
