package dev.softphone.loadtest.runner;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Resolves the hosts of a test, once, with a deadline, before anything is sent. */
final class HostResolver {
    private static final long LIMIT_SECONDS = 10;

    private HostResolver() {}

    /**
     * What a name resolved to.
     *
     * @param failure {@code dns/notfound} or {@code dns/timeout}; empty when there are addresses
     */
    record Answer(List<InetAddress> addresses, long micros, String failure) {}

    static Answer resolve(String host) throws InterruptedException {
        long start = System.nanoTime();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            InetAddress[] addresses =
                    CompletableFuture.supplyAsync(() -> lookup(bare)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            long micros = (System.nanoTime() - start) / 1000;
            return new Answer(List.of(addresses), micros, addresses.length == 0 ? "dns/notfound" : "");
        } catch (TimeoutException e) {
            return new Answer(List.of(), (System.nanoTime() - start) / 1000, "dns/timeout");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress[] lookup(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return new InetAddress[0];
        }
    }
}
