package dev.softphone.loadtest.e2e.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One page of a {@link Browser}. */
final class Page {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Browser browser;
    private final String session;

    Page(Browser browser, String session) {
        this.browser = browser;
        this.session = session;
    }

    Page wide(int columns, int rows) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", columns)
                        .put("height", rows)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        return this;
    }

    /**
     * @param medium screen or print
     * @param scheme light or dark
     */
    Page as(String medium, String scheme) throws Exception {
        ObjectNode params = JSON.createObjectNode().put("media", medium);
        params.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        call("Emulation.setEmulatedMedia", params);
        return this;
    }

    Page open(Path file) throws Exception {
        JsonNode went = call(
                "Page.navigate", JSON.createObjectNode().put("url", file.toUri().toString()));
        if (went.has("errorText")) {
            throw new IllegalStateException(file + ": " + went.path("errorText").asText());
        }
        Awaitility.await("the page is loaded").atMost(1, TimeUnit.MINUTES).until(() -> browser.events(session).stream()
                .anyMatch(event -> event.method().equals("Page.loadEventFired")));
        return this;
    }

    /** What an expression of JavaScript says, as JSON. */
    JsonNode says(String expression) throws Exception {
        JsonNode said = call(
                "Runtime.evaluate",
                JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
        if (said.has("exceptionDetails")) {
            throw new IllegalStateException(said.path("exceptionDetails").toString());
        }
        return said.at("/result/value");
    }

    void movePointer(double x, double y) throws Exception {
        call(
                "Input.dispatchMouseEvent",
                JSON.createObjectNode().put("type", "mouseMoved").put("x", x).put("y", y));
    }

    /** Of the whole page, not only of what fits the window; PNG. */
    byte[] picture() throws Exception {
        return bytes(call(
                "Page.captureScreenshot",
                JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true)));
    }

    /** PDF, on A4. */
    byte[] print() throws Exception {
        return bytes(call(
                "Page.printToPDF",
                JSON.createObjectNode()
                        .put("paperWidth", 8.27)
                        .put("paperHeight", 11.69)
                        .put("preferCSSPageSize", true)
                        .put("printBackground", true)));
    }

    private static byte[] bytes(JsonNode result) {
        return Base64.getDecoder().decode(result.path("data").asText());
    }

    /** Errors and warnings of the console, exceptions, violations of a policy. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Browser.Event event : browser.events(session)) {
            JsonNode params = event.params();
            switch (event.method()) {
                case "Log.entryAdded" -> complaints.add(params.path("entry").toString());
                case "Runtime.exceptionThrown", "Runtime.consoleAPICalled" -> complaints.add(params.toString());
                default -> {}
            }
        }
        return complaints;
    }

    /** Everything that was asked for, over the network or not. */
    List<String> requests() {
        return browser.events(session).stream()
                .filter(event -> event.method().equals("Network.requestWillBeSent"))
                .map(event -> event.params().at("/request/url").asText())
                .toList();
    }

    private JsonNode call(String method, ObjectNode params) throws Exception {
        return browser.call(session, method, params);
    }
}
