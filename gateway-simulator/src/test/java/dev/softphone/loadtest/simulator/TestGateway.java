package dev.softphone.loadtest.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.softphone.loadtest.simulator.script.ScriptReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A gateway on a free loopback port; close() fails the test if the gateway itself went wrong. */
final class TestGateway implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Simulator simulator;
    private final List<AutoCloseable> sockets = new ArrayList<>();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

    private TestGateway(String yaml, Path folder) {
        try {
            simulator = Simulator.start(ScriptReader.read(yaml, folder), "127.0.0.1", 0, errors::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestGateway with(String yaml) {
        return new TestGateway(yaml, Path.of("."));
    }

    static TestGateway with(String yaml, Path folder) {
        return new TestGateway(yaml, folder);
    }

    /** Keeps a socket open until the end of the test: one that nobody holds is closed by the garbage collector. */
    synchronized void keep(AutoCloseable socket) {
        sockets.add(socket);
    }

    URI address() {
        return simulator.address();
    }

    int port() {
        return simulator.address().getPort();
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A node of the truth, such as {@code /upgrades/accepted/count}. */
    JsonNode truth(String pointer) {
        return simulator.truth().at(pointer);
    }

    /** A count of the truth; 0 where nothing of the kind happened. */
    long count(String pointer) {
        return truth(pointer + "/count").asLong();
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(http(path)).build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(http(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        simulator.close();
        for (AutoCloseable socket : sockets) {
            try {
                socket.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (!errors.isEmpty()) {
            throw new AssertionError("the gateway itself went wrong", errors.peek());
        }
    }
}
