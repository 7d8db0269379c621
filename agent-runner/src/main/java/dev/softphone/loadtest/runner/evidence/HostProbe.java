package dev.softphone.loadtest.runner.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at /proc and /sys. Every file is opened once, when the probe is made, and read again and again: a host without
 * free descriptors is exactly the one that must be looked at. Never reads {@code /proc/net/tcp}, which costs the kernel
 * a walk over all sockets. Blocks for a millisecond or so: one thread, never an event loop.
 */
public final class HostProbe implements Closeable {

    private final List<KernelFile> files = new ArrayList<>();
    private final SpareDescriptor spare;
    private final Path descriptors;
    private final boolean countedByKernel;
    private final KernelFile limits;
    private final KernelFile portRange;
    private final KernelFile reserved;
    private final KernelFile sockstat;
    private final KernelFile sockstat6;
    private final KernelFile snmp;
    private final KernelFile netstat;
    private final KernelFile conntrack;
    private final KernelFile conntrackMax;
    private final KernelFile cpuStat;

    /** @param root {@code /}, or a folder that looks like it */
    public HostProbe(Path root) {
        Path proc = root.resolve("proc");
        this.spare = new SpareDescriptor(proc.resolve("self/limits"));
        this.descriptors = proc.resolve("self/fd");
        this.countedByKernel = countedByKernel(descriptors);
        this.limits = file(proc.resolve("self/limits"));
        this.portRange = file(proc.resolve("sys/net/ipv4/ip_local_port_range"));
        this.reserved = file(proc.resolve("sys/net/ipv4/ip_local_reserved_ports"));
        this.sockstat = file(proc.resolve("net/sockstat"));
        this.sockstat6 = file(proc.resolve("net/sockstat6"));
        this.snmp = file(proc.resolve("net/snmp"));
        this.netstat = file(proc.resolve("net/netstat"));
        this.conntrack = file(proc.resolve("sys/net/netfilter/nf_conntrack_count"));
        this.conntrackMax = file(proc.resolve("sys/net/netfilter/nf_conntrack_max"));
        this.cpuStat = file(CgroupFiles.cpuStat(
                root, file(proc.resolve("self/cgroup")).text().orElse("")));
    }

    private KernelFile file(Path path) {
        KernelFile file = new KernelFile(path, spare);
        files.add(file);
        return file;
    }

    /** How the host is now. */
    public HostReading read() {
        OptionalLong limit = read(limits, text -> KernelText.limit(text, "Max open files"));
        OptionalLong low = read(portRange, text -> KernelText.word(text, 0));
        OptionalLong high = read(portRange, text -> KernelText.word(text, 1));
        return new HostReading(
                limit,
                descriptors(limit),
                low,
                high,
                low.isPresent() && high.isPresent()
                        ? read(reserved, text -> KernelText.portsWithin(text, low.getAsLong(), high.getAsLong()))
                        : OptionalLong.empty(),
                sockets(),
                read(sockstat, text -> KernelText.pair(text, "TCP", "tw")),
                read(snmp, text -> KernelText.column(text, "Tcp", "RetransSegs")),
                read(snmp, text -> KernelText.column(text, "Tcp", "OutSegs")),
                read(netstat, text -> KernelText.column(text, "TcpExt", "ListenOverflows")),
                read(conntrack, KernelText::number),
                read(conntrackMax, KernelText::number),
                read(cpuStat, CgroupFiles::throttledMicros));
    }

    private interface Parser {
        OptionalLong parse(String text);
    }

    private static OptionalLong read(KernelFile file, Parser parser) {
        Optional<String> text = file.text();
        return text.isPresent() ? parser.parse(text.get()) : OptionalLong.empty();
    }

    /** A host without IPv6 has no sockstat6, and no sockets of that kind. */
    private OptionalLong sockets() {
        OptionalLong four = read(sockstat, text -> KernelText.pair(text, "TCP", "inuse"));
        OptionalLong six = read(sockstat6, text -> KernelText.pair(text, "TCP6", "inuse"));
        return four.isPresent() ? OptionalLong.of(four.getAsLong() + six.orElse(0)) : four;
    }

    /** No descriptor to count the descriptors with: then all that are allowed are open. */
    private OptionalLong descriptors(OptionalLong limit) {
        try {
            return OptionalLong.of(countedByKernel ? Files.size(descriptors) : spare.read(this::listed));
        } catch (IOException failed) {
            return SpareDescriptor.isExhausted(failed) ? limit : OptionalLong.empty();
        }
    }

    /** Less the one that lists. */
    private long listed() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
            long count = 0;
            for (Path entry : entries) {
                count += entry.getNameCount() > 0 ? 1 : 0;
            }
            return Math.max(0, count - 1);
        }
    }

    /** Since Linux 6.2 the size of /proc/self/fd is the number of its entries: no listing, no descriptor. */
    private static boolean countedByKernel(Path descriptors) {
        try {
            return Files.getFileStore(descriptors).type().equals("proc") && Files.size(descriptors) > 0;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        spare.close();
        for (KernelFile file : files) {
            file.close();
        }
    }
}
