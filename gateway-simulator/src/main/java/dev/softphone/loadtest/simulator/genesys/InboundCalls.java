package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.script.GenesysScript.Inbound;
import dev.softphone.loadtest.simulator.truth.GenesysCallTruth;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls from outside to users in turn, at an even rate that does not drift: call {@code k} is due at {@code
 * start + k · period / count}. For the gateway's thread only.
 */
final class InboundCalls {
    private final Inbound script;
    private final CallDesk calls;
    private final Loop loop;
    private final GenesysCallTruth truth;
    private boolean started;
    private long startNanos;
    private int made;
    private int turn;

    InboundCalls(Inbound script, CallDesk calls, Loop loop, GenesysCallTruth truth) {
        this.script = script;
        this.calls = calls;
        this.loop = loop;
        this.truth = truth;
    }

    /** Somebody can be called now. */
    void ready() {
        if (!started && calls.readyUsers() >= script.whenReady()) {
            started = true;
            startNanos = loop.clock().nanos() + script.after().toNanos();
            loop.after(script.after(), this::next);
        }
    }

    private void next() {
        User callee = idle();
        if (callee == null) {
            truth.noCallee();
        } else {
            calls.call(callee, true);
        }
        made++;
        if (made < script.calls()) {
            long due = startNanos + (long) ((double) made * script.period().toNanos() / script.count());
            loop.after(Duration.ofNanos(due - loop.clock().nanos()), this::next);
        }
    }

    private @Nullable User idle() {
        List<User> users = calls.ready();
        for (int i = 0; i < users.size(); i++) {
            User candidate = users.get((turn + i) % users.size());
            if (!calls.isBusy(candidate)) {
                turn = (turn + i + 1) % users.size();
                return candidate;
            }
        }
        return null;
    }
}
