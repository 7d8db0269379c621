package dev.softphone.loadtest.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The REST side of a Genesys client by hand. */
final class GenesysRest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestGateway gateway;

    GenesysRest(TestGateway gateway) {
        this.gateway = gateway;
    }

    /** An answer with its body as JSON. */
    record Answer(int status, HttpResponse<String> http) {

        JsonNode json() {
            return parse(http.body());
        }

        String text(String pointer) {
            return json().at(pointer).asText();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    Answer call(String method, String path, String token, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.http(path)).method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request);
    }

    Answer get(String path, String token) {
        return call("GET", path, token, "");
    }

    Answer form(String client, String secret, String body) {
        return send(HttpRequest.newBuilder(gateway.http("/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + base64(client + ":" + secret))
                .POST(BodyPublishers.ofString(body)));
    }

    /** Asks for the token of a user. */
    Answer login(String client, String secret, String user) {
        String saml =
                "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" Version=\"2.0\"><saml:Subject>"
                        + "<saml:NameID>" + user + "</saml:NameID></saml:Subject></saml:Assertion>";
        return form(
                client,
                secret,
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Asaml2-bearer&assertion="
                        + base64(saml).replace("+", "%2B").replace("=", "%3D"));
    }

    String token(String user) {
        return login("app", "secret", user).text("/access_token");
    }

    /** The id of a new channel. */
    String channel(String token) {
        return call("POST", "/api/v2/notifications/channels?connectionType=streaming", token, "")
                .text("/id");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> http = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(http.statusCode(), http);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
