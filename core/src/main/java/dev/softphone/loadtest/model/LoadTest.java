package dev.softphone.loadtest.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One load test, ready to be planned and run.
 *
 * @param name the resource's name, at most 35 characters
 * @param softphones how many softphones the test plans, 1 to 1,000,000; with {@link Arrival.Search} the most it may try
 * @param gateway the system under test
 * @param identities who the softphones are
 * @param arrival when the softphones start
 * @param hold how long a softphone stays after the last scheduled arrival; with cycles, per softphone from its connect
 * @param drain how long softphones may take to leave
 * @param cycles how often each softphone connects on purpose
 * @param slotProbe close some, see whether exactly as many get in; absent unless asked for
 * @param call what registered softphones do; absent when they only register
 * @param timeouts our own timer per stage
 * @param keepAlive how an idle connection is kept and its loss noticed
 * @param retry what a softphone does after an attempt that did not register
 * @param limits ceilings that shape the schedule, over all runners together
 * @param sourceAddresses local addresses to connect from, by weight; empty: the system chooses
 * @param placement where the runners of a cluster go
 * @param thresholds what the verdict is judged by, never empty
 * @param authorization the permission to load a known production platform, where one was given
 * @param seed the source of every random choice of this test
 */
public record LoadTest(
        String name,
        int softphones,
        Gateway gateway,
        Identities identities,
        Arrival arrival,
        Duration hold,
        Duration drain,
        Cycles cycles,
        Optional<SlotProbe> slotProbe,
        Optional<CallPlan> call,
        Timeouts timeouts,
        KeepAlive keepAlive,
        Retry retry,
        Limits limits,
        List<SourceAddress> sourceAddresses,
        Placement placement,
        List<Threshold> thresholds,
        Optional<Authorization> authorization,
        long seed) {

    public LoadTest {
        sourceAddresses = List.copyOf(sourceAddresses);
        thresholds = List.copyOf(thresholds);
    }
}
