package dev.softphone.loadtest.runner.evidence;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** This virtual machine. Needs no descriptors. */
public final class Jvm implements JvmReadings {

    private final List<GarbageCollectorMXBean> collectors;
    private final AtomicLong longestMillis = new AtomicLong();

    /** Begins to listen for collections. */
    public Jvm() {
        collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> stopsTheProgram(collector.getName()))
                .toList();
        for (GarbageCollectorMXBean collector : collectors) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((notification, handback) -> heard(notification), null, null);
            }
        }
    }

    /** Concurrent collectors have a bean for their cycles, which are no pauses. */
    private static boolean stopsTheProgram(String collector) {
        return !collector.contains("Cycles") && !collector.contains("Concurrent");
    }

    private void heard(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            long millis =
                    GarbageCollectionNotificationInfo.from(data).getGcInfo().getDuration();
            longestMillis.accumulateAndGet(millis, Math::max);
        }
    }

    @Override
    public OptionalLong cores() {
        return OptionalLong.of(Runtime.getRuntime().availableProcessors());
    }

    @Override
    public OptionalLong cpuNanos() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            long nanos = system.getProcessCpuTime();
            return nanos < 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
        }
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong gcMillis() {
        return collectors.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .filter(millis -> millis > 0)
                        .sum());
    }

    @Override
    public OptionalLong gcPauseMaxMillis() {
        long longest = longestMillis.getAndSet(0);
        return collectors.isEmpty() ? OptionalLong.empty() : OptionalLong.of(longest);
    }
}
