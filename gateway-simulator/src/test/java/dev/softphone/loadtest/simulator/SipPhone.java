package dev.softphone.loadtest.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A softphone by hand: writes SIP as text, with a digest of its own. */
final class SipPhone implements AutoCloseable {
    private final RawSocket socket;
    private final String user;
    private final String domain;
    private int cseq;

    SipPhone(TestGateway gateway, String user, String domain) {
        this.socket = RawSocket.open(gateway, "Sec-WebSocket-Protocol", "sip");
        this.user = user;
        this.domain = domain;
    }

    /** A message as received. */
    record Message(String text) {
        int status() {
            return text.startsWith("SIP/2.0 ") ? Integer.parseInt(text.substring(8, 11)) : 0;
        }

        String method() {
            return text.substring(0, text.indexOf(' '));
        }

        String uri() {
            return text.split(" ", 3)[1];
        }

        /** All values of a header, in order. */
        List<String> all(String name) {
            List<String> values = new ArrayList<>();
            Matcher matcher = Pattern.compile("(?m)^" + Pattern.quote(name) + ": (.*?)\\r?$")
                    .matcher(text);
            while (matcher.find()) {
                values.add(matcher.group(1));
            }
            return values;
        }

        String header(String name) {
            List<String> values = all(name);
            if (values.isEmpty()) {
                throw new AssertionError("no " + name + " in " + text);
            }
            return values.get(0);
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    RawSocket socket() {
        return socket;
    }

    String address() {
        return "sip:" + user + "@" + domain;
    }

    String contact() {
        return "<sip:" + user + "@" + user + ".invalid;transport=ws>";
    }

    Message receive() {
        return new Message(socket.text());
    }

    SipPhone send(String text) {
        socket.send(text);
        return this;
    }

    /** A request outside of a dialog, from this softphone. */
    String request(String method, String uri, String to, String callId, String branch, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + uri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/WS " + user + ".invalid;branch=z9hG4bK" + branch + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <" + address() + ">;tag=from-" + user + "\r\n"
                + "To: " + to + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + ++cseq + " " + method + "\r\n"
                + "Supported: path, outbound, gruu\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    private String registerText(int expires, String... headers) {
        List<String> all = new ArrayList<>(List.of("Contact: " + contact() + ";expires=" + expires));
        all.addAll(List.of(headers));
        return request(
                "REGISTER",
                "sip:" + domain,
                "<" + address() + ">",
                "reg-" + user,
                "r" + cseq,
                all.toArray(String[]::new));
    }

    Message register(int expires, String... headers) {
        return send(registerText(expires, headers)).receive();
    }

    /** Registers, answering a challenge once. */
    Message registerWith(String password, int expires) {
        Message first = register(expires);
        return first.status() == 401 ? register(expires, authorization(first, password, "00000001")) : first;
    }

    /** The Authorization header that answers the first challenge of {@code answer}. */
    String authorization(Message answer, String password, String count) {
        String challenge = answer.header("WWW-Authenticate");
        return "Authorization: " + credentials(challenge, password, "REGISTER", "sip:" + domain, count);
    }

    String credentials(String challenge, String password, String method, String uri, String count) {
        String algorithm = challenge.contains("SHA-256") ? "SHA-256" : "MD5";
        String realm = parameter(challenge, "realm");
        String nonce = parameter(challenge, "nonce");
        String a1 = hash(algorithm, user + ":" + realm + ":" + password);
        String a2 = hash(algorithm, method + ":" + uri);
        String response = hash(algorithm, a1 + ":" + nonce + ":" + count + ":c0ffee:auth:" + a2);
        return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", algorithm=" + algorithm + ", qop=auth, nc=" + count + ", cnonce=\"c0ffee\", response=\""
                + response + "\"";
    }

    private static String parameter(String challenge, String name) {
        Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + challenge);
        }
        return matcher.group(1);
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
