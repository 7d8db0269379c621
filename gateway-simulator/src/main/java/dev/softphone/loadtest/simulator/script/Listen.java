package dev.softphone.loadtest.simulator.script;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port's own settings.
 *
 * @param path the only path of upgrades, others get 404; empty: any path
 * @param subprotocols the subprotocols the gateway speaks; empty: whatever is asked for
 * @param unknownSubprotocol what an upgrade gets that asks for none of them
 * @param backlog accept queue of the listening socket, in connections; the kernel may lower it
 * @param tls empty: plain TCP
 */
public record Listen(
        Optional<String> path,
        Optional<List<String>> subprotocols,
        UnknownSubprotocol unknownSubprotocol,
        int backlog,
        Optional<Tls> tls) {

    /** What an upgrade gets that asks for none of the known subprotocols. */
    public enum UnknownSubprotocol {
        /** HTTP 400. */
        REFUSE,
        /** 101 without a subprotocol. */
        OMIT
    }

    /** Whether a client must show a certificate. */
    public enum ClientCertificate {
        NONE,
        REQUESTED,
        REQUIRED
    }

    /**
     * TLS of the port.
     *
     * @param certFile PEM certificate chain
     * @param keyFile PEM private key, PKCS#8
     * @param clientCaFile PEM authorities of client certificates
     * @param clientCertificate whether a client must show one
     */
    public record Tls(Path certFile, Path keyFile, Optional<Path> clientCaFile, ClientCertificate clientCertificate) {}

    /**
     * The subprotocol of the 101 answer.
     *
     * @param asked the subprotocols the client asks for, in its order
     * @return the first that the gateway speaks, or null where there is none
     */
    public @Nullable String choose(List<String> asked) {
        return asked.stream()
                .filter(name -> subprotocols.map(known -> known.contains(name)).orElse(true))
                .findFirst()
                .orElse(null);
    }
}
