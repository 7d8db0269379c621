package dev.softphone.loadtest.runner;

import dev.softphone.loadtest.measure.TimeSeries;
import dev.softphone.loadtest.measure.TimeSeries.Bucket;
import dev.softphone.loadtest.measure.TimeSeries.HostSample;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The host's readings of one trial, laid beside the buckets of its time series. One thread. */
final class HostSeries {
    private final TreeMap<Long, HostSample> samples = new TreeMap<>();

    void add(long afterMillis, HostSample sample) {
        samples.put(afterMillis, sample);
    }

    /** Each bucket gets what was read within it. */
    TimeSeries laidBeside(TimeSeries series) {
        List<Bucket> buckets = new ArrayList<>(series.buckets().size());
        for (int i = 0; i < series.buckets().size(); i++) {
            long from = i * series.bucketMillis();
            HostSample host = samples.subMap(from, from + series.bucketMillis()).values().stream()
                    .reduce(HostSample.UNKNOWN, HostSample::plus);
            buckets.add(series.buckets().get(i).withHost(host));
        }
        return new TimeSeries(series.bucketMillis(), buckets);
    }
}
