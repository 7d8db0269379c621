package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.model.CallPlan;
import dev.softphone.loadtest.plan.ConnectPacer;
import dev.softphone.loadtest.runner.softphone.Effects;
import dev.softphone.loadtest.runner.softphone.Softphone;
import dev.softphone.loadtest.runner.softphone.TimerWheel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says which softphone of this event loop calls whom, and when. Pairs are made within the loop: its softphone 2k calls
 * its softphone 2k+1, so that a pair never needs another loop; an odd one stays alone. Each softphone places at most one call a run. Single-threaded.
 */
final class CallDirector {
    private final CallPlan plan;
    private final Optional<ConnectPacer> pacer;
    private final Effects effects;
    private final long startNanos;
    private final List<Softphone> softphones = new ArrayList<>();
    private final Map<Softphone, Integer> places = new HashMap<>();
    private final Set<Softphone> placed = new HashSet<>();
    private final List<TimerWheel.Timer> timers = new ArrayList<>();
    private boolean go;

    CallDirector(CallPlan plan, Optional<ConnectPacer> pacer, long startNanos, Effects effects) {
        this.plan = plan;
        this.pacer = pacer;
        this.startNanos = startNanos;
        this.effects = effects;
        this.go = plan.start() == CallPlan.Start.AsRegistered;
    }

    void add(Softphone softphone) {
        places.put(softphone, softphones.size());
        softphones.add(softphone);
    }

    /** The instant for calls that start together. */
    void go() {
        go = true;
        softphones.forEach(this::consider);
    }

    void registered(Softphone softphone) {
        if (go) {
            consider(softphone);
            int peer = places.getOrDefault(softphone, 0) ^ 1;
            if (peer < softphones.size()) {
                consider(softphones.get(peer));
            }
        }
    }

    private void consider(Softphone caller) {
        if (plan.originator() == CallPlan.Originator.Platform || placed.contains(caller) || !caller.isRegistered()) {
            return;
        }
        Softphone callee = null;
        if (plan.originator() == CallPlan.Originator.Peer) {
            int place = places.getOrDefault(caller, 0);
            if (place % 2 != 0 || place + 1 >= softphones.size()) {
                return;
            }
            callee = softphones.get(place + 1);
            if (!callee.isRegistered()) {
                return;
            }
        }
        placed.add(caller);
        Softphone peer = callee;
        long now = effects.nowNanos();
        long due = pacer.map(p -> startNanos + p.reserve(now - startNanos, now - startNanos))
                .orElse(now);
        if (due <= now) {
            caller.placeCall(peer == null ? null : peer.identity());
            return;
        }
        TimerWheel.Timer timer = new TimerWheel.Timer() {
            @Override
            protected void due(long nowNanos) {
                caller.placeCall(peer == null ? null : peer.identity());
            }
        };
        timers.add(timer);
        effects.start(timer, due);
    }

    void stop() {
        go = false;
        timers.forEach(effects::stop);
    }
}
