package dev.softphone.loadtest.e2e.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.softphone.loadtest.e2e.Installed;
import dev.softphone.loadtest.e2e.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Chromium without a window, told by the DevTools protocol over loopback. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final Messages messages;

    /** What the browser said without being asked. */
    record Event(String session, String method, JsonNode params) {}

    private Browser(Process process, WebSocket socket, Messages messages) {
        this.process = process;
        this.socket = socket;
        this.messages = messages;
    }

    /** Skips the test, or fails it where nothing may be skipped, where none is installed. */
    static Browser start() throws Exception {
        Path program = Installed.require("chromium-headless-shell", "chromium");
        Path home = Files.createTempDirectory("browser-");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        program.toString(),
                        "--headless",
                        "--no-sandbox", // the tests run as root, and show a file of their own
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-extensions",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + home.resolve("profile"),
                        "about:blank"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        try {
            Path port = home.resolve("profile/DevToolsActivePort");
            Awaitility.await("the browser listens")
                    .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .until(() -> !process.isAlive()
                            || (Files.isRegularFile(port)
                                    && Files.readAllLines(port).size() == 2));
            if (!process.isAlive()) {
                throw new IllegalStateException("the browser ended: " + Files.readString(home.resolve("log")));
            }
            List<String> lines = Files.readAllLines(port);
            Messages messages = new Messages();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), messages)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Browser(process, socket, messages);
        } catch (Exception | Error e) {
            end(process);
            throw e;
        }
    }

    /** An empty page of its own. */
    Page page() throws Exception {
        String target = call("", "Target.createTarget", JSON.createObjectNode().put("url", "about:blank"))
                .path("targetId")
                .asText();
        String session = call(
                        "",
                        "Target.attachToTarget",
                        JSON.createObjectNode().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Log", "Runtime", "Network")) {
            call(session, domain + ".enable", JSON.createObjectNode());
        }
        return new Page(this, session);
    }

    /** @throws IllegalStateException with the browser's words, when it refuses */
    JsonNode call(String session, String method, ObjectNode params) throws Exception {
        int id = messages.next.incrementAndGet();
        ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
        call.set("params", params);
        if (!session.isEmpty()) {
            call.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        messages.open.put(id, answer);
        socket.sendText(call.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonNode said = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (said.has("error")) {
            throw new IllegalStateException(method + ": " + said.path("error"));
        }
        return said.path("result");
    }

    List<Event> events(String session) {
        return messages.events.stream()
                .filter(event -> event.session().equals(session))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    /** Debian's program is a shell that waits for the browser, which has processes of its own. */
    private static void end(Process process) {
        List<ProcessHandle> others = process.descendants().toList();
        others.forEach(ProcessHandle::destroy);
        Processes.end(process, 10);
        others.forEach(ProcessHandle::destroyForcibly);
    }

    private static final class Messages implements WebSocket.Listener {
        private final AtomicInteger next = new AtomicInteger();
        private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
        private final List<Event> events = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(String message) {
            JsonNode said;
            try {
                said = JSON.readTree(message);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            if (said.has("id")) {
                CompletableFuture<JsonNode> answer = open.remove(said.path("id").asInt());
                if (answer != null) {
                    answer.complete(said);
                }
            } else {
                events.add(new Event(
                        said.path("sessionId").asText(), said.path("method").asText(), said.path("params")));
            }
        }
    }
}
