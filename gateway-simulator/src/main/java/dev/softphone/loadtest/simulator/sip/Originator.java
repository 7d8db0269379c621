package dev.softphone.loadtest.simulator.sip;

import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.script.SipScript.Originate;
import dev.softphone.loadtest.simulator.truth.CallTruth;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls from outside, at an even rate that does not drift: call {@code k} is due at {@code start + k · period /
 * count}. For the gateway's thread only.
 */
final class Originator {
    private final Originate script;
    private final Registrar registrar;
    private final CallTable table;
    private final ClientTransactions transactions;
    private final SipAnswers answers;
    private final Loop loop;
    private final CallTruth truth;
    private final Set<String> busy = new HashSet<>();
    private boolean started;
    private long startNanos;
    private int made;
    private int turn;

    Originator(
            Originate script,
            Registrar registrar,
            CallTable table,
            ClientTransactions transactions,
            SipAnswers answers,
            Loop loop,
            CallTruth truth) {
        this.script = script;
        this.registrar = registrar;
        this.table = table;
        this.transactions = transactions;
        this.answers = answers;
        this.loop = loop;
        this.truth = truth;
    }

    /** Somebody may have registered. */
    void registered() {
        if (!started && registrar.size() >= script.whenRegistered()) {
            started = true;
            startNanos = loop.clock().nanos() + script.after().toNanos();
            loop.after(script.after(), this::next);
        }
    }

    private void next() {
        String callee = idleCallee();
        Registrar.Target target = callee == null ? null : registrar.target(callee);
        if (callee == null || target == null) {
            truth.noCallee();
        } else {
            busy.add(callee);
            new OriginatedCall(script, callee, target, table, transactions, answers, truth, () -> busy.remove(callee))
                    .start();
        }
        made++;
        if (made < script.calls()) {
            long due = startNanos + (long) ((double) made * script.period().toNanos() / script.count());
            loop.after(Duration.ofNanos(due - loop.clock().nanos()), this::next);
        }
    }

    private @Nullable String idleCallee() {
        List<String> all = registrar.all();
        for (int i = 0; i < all.size(); i++) {
            String candidate = all.get((turn + i) % all.size());
            if (!busy.contains(candidate)) {
                turn = (turn + i + 1) % all.size();
                return candidate;
            }
        }
        return null;
    }
}
