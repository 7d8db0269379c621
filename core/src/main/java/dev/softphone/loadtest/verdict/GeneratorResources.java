package dev.softphone.loadtest.verdict;

import static dev.softphone.loadtest.verdict.Cause.Confidence.High;

import dev.softphone.loadtest.measure.HostEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The generator ran out of descriptors or ports: the kernel said so, and no packet left. */
final class GeneratorResources implements Rule {

    private static final Set<String> DESCRIPTORS = Set.of("local/EMFILE", "local/ENFILE");
    private static final Set<String> PORTS = Set.of("local/EADDRNOTAVAIL", "local/EADDRINUSE");

    @Override
    public List<Finding> explain(Scene scene) {
        List<Finding> findings = new ArrayList<>();
        Seen descriptors = scene.open(key -> DESCRIPTORS.contains(key.code()));
        if (!descriptors.isEmpty()) {
            findings.addAll(descriptors(scene, descriptors));
        }
        Seen ports = scene.open(key -> PORTS.contains(key.code()));
        if (!ports.isEmpty()) {
            findings.addAll(ports(scene, ports));
        }
        return findings;
    }

    private static List<Finding> descriptors(Scene scene, Seen seen) {
        HostEvidence host = scene.host();
        Draft draft = new Draft(CauseType.GeneratorOutOfDescriptors, High)
                .softphones(seen.softphones())
                .limit(host.descriptorLimit())
                .evidence("The generator's kernel refused to open a socket: " + seen.summary() + ".");
        if (host.descriptorLimit().isPresent()) {
            draft.evidence("Open descriptors peaked at "
                    + (host.descriptorsPeak().isPresent()
                            ? Say.number(host.descriptorsPeak().getAsLong())
                            : "an unknown number")
                    + " of " + Say.number(host.descriptorLimit().getAsLong()) + " allowed (RLIMIT_NOFILE).");
        }
        return draft.evidence("These attempts never reached the gateway.")
                .remedy("Raise the open-files limit of the generator to at least "
                        + Say.number(4L * scene.test().softphones() + 2000)
                        + " (ulimit -n, LimitNOFILE), or spread the softphones over more runners.")
                .explains(seen);
    }

    private static List<Finding> ports(Scene scene, Seen seen) {
        HostEvidence host = scene.host();
        OptionalLong usable = host.usablePorts();
        Draft draft = new Draft(CauseType.GeneratorOutOfPorts, High)
                .softphones(seen.softphones())
                .evidence("No local port was left to connect from: " + seen.summary() + ".");
        if (usable.isPresent()) {
            long sources = host.sourceAddresses().orElse(1);
            long all = usable.getAsLong() * sources;
            draft.limit(all)
                    .evidence(Say.number(usable.getAsLong()) + " ports ("
                            + host.portLow().orElse(0) + " to "
                            + host.portHigh().orElse(0) + ") × "
                            + Say.count(sources, "source address").replace("addresss", "addresses") + " = "
                            + Say.number(all) + " connections at most to one destination.");
        }
        long timeWait = host.timeWaitPeak().orElse(0);
        if (host.timeWaitPeak().isPresent()) {
            draft.evidence("At the peak " + inUse(host) + " and " + Say.number(timeWait)
                    + " stood in TIME_WAIT, where each close of ours keeps a port for 60 s.");
        }
        boolean cycles = scene.test().cycles().count() > 1;
        boolean again = cycles || scene.measurements().attempts().retries() > 0;
        boolean churn = again && usable.isPresent() && 4 * timeWait >= usable.getAsLong();
        return draft.remedy(
                        churn
                                ? (cycles ? "Reconnect" : "Retry") + " more slowly ("
                                        + (cycles ? "cycles.pause" : "retry")
                                        + ", limits.connectsPerSecond), or give the"
                                        + " runner more source addresses (placement.sourceAddresses) or a wider"
                                        + " net.ipv4.ip_local_port_range."
                                : "Widen net.ipv4.ip_local_port_range (1024 65535 is allowed in pods), add source addresses"
                                        + " (placement.sourceAddresses), or spread the softphones over more runners.")
                .explains(seen);
    }

    private static String inUse(HostEvidence host) {
        return host.socketsPeak().isPresent()
                ? Say.count(host.socketsPeak().getAsLong(), "socket") + " were in use"
                : "an unknown number of sockets was in use";
    }
}
