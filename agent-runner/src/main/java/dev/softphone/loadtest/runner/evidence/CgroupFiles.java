package dev.softphone.loadtest.runner.evidence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Where our control group says how much CPU time its quota took away: cgroup v2, v1, or both mixed. */
final class CgroupFiles {

    private CgroupFiles() {}

    /**
     * The {@code cpu.stat} of the group we are in. A container often sees the path of its group as the host knows it, but
     * its files at the root of the mount: then those are meant.
     *
     * @param membership {@code /proc/self/cgroup}
     */
    static Path cpuStat(Path root, String membership) {
        Path mount = root.resolve("sys/fs/cgroup");
        List<String[]> groups = membership
                .lines()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .toList();
        for (String[] group : groups) {
            if (Arrays.asList(group[1].split(",", -1)).contains("cpu")) {
                Path joint = mount.resolve(group[1]);
                return within(Files.isDirectory(joint) ? joint : mount.resolve("cpu"), group[2]);
            }
        }
        return groups.stream()
                .filter(group -> group[1].isEmpty())
                .findFirst()
                .map(group -> within(mount, group[2]))
                .orElseGet(() -> mount.resolve("cpu.stat"));
    }

    private static Path within(Path mount, String group) {
        Path own = mount.resolve(group.replaceFirst("^/+", "")).resolve("cpu.stat");
        return Files.exists(own) ? own : mount.resolve("cpu.stat");
    }

    /** v2 counts microseconds, v1 nanoseconds; a group without a quota on v2 says nothing. */
    static OptionalLong throttledMicros(String cpuStat) {
        OptionalLong micros = KernelText.value(cpuStat, "throttled_usec");
        if (micros.isPresent()) {
            return micros;
        }
        OptionalLong nanos = KernelText.value(cpuStat, "throttled_time");
        return nanos.isPresent() ? OptionalLong.of(nanos.getAsLong() / 1_000) : nanos;
    }
}
