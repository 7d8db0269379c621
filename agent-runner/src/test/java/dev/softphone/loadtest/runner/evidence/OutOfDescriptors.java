package dev.softphone.loadtest.runner.evidence;

import dev.softphone.loadtest.measure.HostEvidence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A program that uses up its descriptors and then looks at itself; its output is what it saw. */
final class OutOfDescriptors {

    private OutOfDescriptors() {}

    public static void main(String[] args) throws IOException {
        HostProbe probe = new HostProbe(Path.of("/"));
        HostSampler sampler = new HostSampler(
                probe,
                new Jvm(),
                new LoopReadings() {
                    @Override
                    public long lagMaxNanos() {
                        return 0;
                    }

                    @Override
                    public long saturatedNanos() {
                        return 0;
                    }

                    @Override
                    public long pendingConnects() {
                        return 0;
                    }
                },
                new HostSampler.Setting(OptionalLong.empty(), Optional.empty(), Optional.empty()),
                System::nanoTime,
                System::currentTimeMillis);
        Failures.preload();
        // The first socket loads libraries of the JDK's own, which takes descriptors.
        SocketChannel.open().close();
        List<SocketChannel> sockets = new ArrayList<>();
        try {
            while (true) {
                sockets.add(SocketChannel.open());
            }
        } catch (IOException noMore) {
            sampler.sample();
            HostEvidence evidence = sampler.evidence();
            System.out.println("limit " + evidence.descriptorLimit().orElse(-1));
            System.out.println("peak " + evidence.descriptorsPeak().orElse(-1));
            System.out.println("sent " + evidence.segmentsSent().isPresent());
            System.out.println("ports " + evidence.portHigh().isPresent());
            System.out.println("code " + Failures.code(noMore));
            System.out.println("first " + sockets.get(0).isOpen());
        }
        try (SocketChannel any = sockets.get(0)) {
            any.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        } catch (IOException refused) {
            System.out.println("code " + Failures.code(refused));
        }
    }
}
