package dev.softphone.loadtest.runner.softphone;

import dev.softphone.loadtest.measure.Histograms;
import dev.softphone.loadtest.measure.TimeSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The run over time: buckets of one second, doubled in width whenever they outgrow {@value
 * TimeSeries#MAX_BUCKETS}. Single-threaded.
 */
final class SeriesTally {
    private static final class Slot {
        long started;
        long connected;
        long rejected;
        long failed;
        long dropped;
        long connectedNow;
        long admittedByStart;
        long refusedByStart;
        final Map<String, Long> codes = new HashMap<>();

        @Nullable
        Histogram handshake;

        void add(Slot later) {
            started += later.started;
            connected += later.connected;
            rejected += later.rejected;
            failed += later.failed;
            dropped += later.dropped;
            connectedNow = later.connectedNow;
            admittedByStart += later.admittedByStart;
            refusedByStart += later.refusedByStart;
            later.codes.forEach((code, count) -> codes.merge(code, count, Long::sum));
            if (later.handshake != null) {
                if (handshake == null) {
                    handshake = later.handshake;
                } else {
                    handshake.add(later.handshake);
                }
            }
        }
    }

    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, String> codes = new HashMap<>();
    private long bucketMillis = 1000;
    private long connectedNow;

    void started(long afterMillis) {
        slot(afterMillis).started++;
    }

    void connected(long afterMillis, long startedAfterMillis) {
        slot(afterMillis).connected++;
        slot(startedAfterMillis).admittedByStart++;
    }

    void ended(long afterMillis, long startedAfterMillis, boolean answered, boolean local, String code) {
        Slot slot = slot(afterMillis);
        if (answered) {
            slot.rejected++;
        } else {
            slot.failed++;
        }
        count(slot, code);
        if (!local) {
            slot(startedAfterMillis).refusedByStart++;
        }
    }

    void dropped(long afterMillis, String code) {
        Slot slot = slot(afterMillis);
        slot.dropped++;
        count(slot, code);
    }

    /** An outcome that is no attempt's end: of a call. */
    void code(long afterMillis, String code) {
        count(slot(afterMillis), code);
    }

    void handshake(long afterMillis, long micros) {
        Slot slot = slot(afterMillis);
        if (slot.handshake == null) {
            slot.handshake = Histograms.coarse();
        }
        slot.handshake.recordValue(Math.min(micros, slot.handshake.getHighestTrackableValue()));
    }

    void connectedNow(long afterMillis, int change) {
        Slot slot = slot(afterMillis);
        connectedNow += change;
        slot.connectedNow = connectedNow;
    }

    /** What stands so far, gaps filled up to {@code untilMillis}. */
    TimeSeries freeze(long untilMillis) {
        slot(Math.max(0, untilMillis));
        List<TimeSeries.Bucket> buckets = new ArrayList<>(slots.size());
        for (Slot slot : slots) {
            buckets.add(new TimeSeries.Bucket(
                    slot.started,
                    slot.connected,
                    slot.rejected,
                    slot.failed,
                    slot.dropped,
                    slot.connectedNow,
                    slot.admittedByStart,
                    slot.refusedByStart,
                    slot.codes,
                    slot.handshake == null ? Histograms.Frozen.EMPTY : Histograms.Frozen.copyOf(slot.handshake),
                    TimeSeries.HostSample.UNKNOWN));
        }
        return new TimeSeries(bucketMillis, buckets);
    }

    private void count(Slot slot, String code) {
        String key = codes.get(code);
        if (key == null) {
            key = codes.size() < TimeSeries.MAX_CODES ? code : "other";
            codes.put(code, key);
        }
        slot.codes.merge(key, 1L, Long::sum);
    }

    private Slot slot(long afterMillis) {
        long millis = Math.max(0, afterMillis);
        while (millis / bucketMillis >= TimeSeries.MAX_BUCKETS) {
            coarsen();
        }
        int index = (int) (millis / bucketMillis);
        while (slots.size() <= index) {
            Slot slot = new Slot();
            slot.connectedNow = connectedNow;
            slots.add(slot);
        }
        return slots.get(index);
    }

    private void coarsen() {
        List<Slot> halved = new ArrayList<>((slots.size() + 1) / 2);
        for (int i = 0; i < slots.size(); i += 2) {
            Slot slot = slots.get(i);
            if (i + 1 < slots.size()) {
                slot.add(slots.get(i + 1));
            }
            halved.add(slot);
        }
        slots.clear();
        slots.addAll(halved);
        bucketMillis *= 2;
    }
}
