package dev.softphone.loadtest.runner.signaling.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One dialog (RFC 3261 §12): identifiers, both sequences, the other side's target and the route to it. */
final class Dialog {
    private final UserAgent agent;
    private final String callId;
    private final String localAddress;
    private final String localTag;
    private final String remoteAddress;
    private final @Nullable String remoteTag;
    private final List<String> routes;
    private String target;
    private long localSequence;
    private long remoteSequence;

    private Dialog(
            UserAgent agent,
            SipMessage message,
            String localAddress,
            String localTag,
            String remoteAddress,
            @Nullable String remoteTag,
            List<String> routes) {
        this.agent = agent;
        this.callId = message.callId();
        this.localAddress = localAddress;
        this.localTag = localTag;
        this.remoteAddress = remoteAddress;
        this.remoteTag = remoteTag;
        this.routes = routes;
        this.target = HeaderValue.uri(remoteAddress);
        retarget(message);
    }

    /** The caller's: of a 2xx to its INVITE. The route is what was recorded, backwards. */
    static Dialog ofCaller(UserAgent agent, SipResponse answer, String localTag) {
        List<String> routes = answer.headers().elements("Record-Route");
        Collections.reverse(routes);
        Dialog dialog = new Dialog(
                agent,
                answer,
                answer.headers().required("From"),
                localTag,
                answer.headers().required("To"),
                answer.toTag(),
                routes);
        dialog.localSequence = answer.sequence();
        return dialog;
    }

    /** The callee's: of an INVITE that it answers with {@code localTag}. The route is what was recorded. */
    static Dialog ofCallee(UserAgent agent, SipRequest invite, String localTag) {
        Dialog dialog = new Dialog(
                agent,
                invite,
                invite.headers().required("To") + ";tag=" + localTag,
                localTag,
                invite.headers().required("From"),
                invite.fromTag(),
                invite.headers().elements("Record-Route"));
        dialog.remoteSequence = invite.sequence();
        return dialog;
    }

    /** Whether a request of the other side belongs to this dialog. */
    boolean holds(SipRequest request) {
        return callId.equals(request.callId())
                && localTag.equals(request.toTag())
                && (remoteTag == null ? request.fromTag() == null : remoteTag.equals(request.fromTag()));
    }

    /** Whether an answer of the other side belongs to this dialog. */
    boolean holds(SipResponse response) {
        String tag = response.toTag();
        return remoteTag == null ? tag == null : remoteTag.equals(tag);
    }

    /** Whether a request is newer than all before it (RFC 3261 §12.2.2); then it counts as the newest. */
    boolean advances(SipRequest request) {
        if (request.sequence() <= remoteSequence) {
            return false;
        }
        remoteSequence = request.sequence();
        return true;
    }

    /** Takes the other side's Contact as the new target. */
    void retarget(SipMessage message) {
        List<String> contacts = message.headers().elements("Contact");
        if (!contacts.isEmpty() && !HeaderValue.uri(contacts.get(0)).isEmpty()) {
            target = HeaderValue.uri(contacts.get(0));
        }
    }

    long nextSequence() {
        return ++localSequence;
    }

    /** Of requests within the dialog: the target, or a first route that is a strict router (RFC 3261 §12.2.1.1). */
    String requestUri() {
        return strict() ? HeaderValue.uri(routes.get(0)) : target;
    }

    /** Begins a request within the dialog, up to CSeq. */
    SipText request(String method, long sequence) {
        SipText text = SipText.request(method, requestUri())
                .header("Via", agent.via(agent.newBranch()))
                .header("Max-Forwards", 70);
        for (String route : routeHeaders()) {
            text.header("Route", route);
        }
        return text.header("From", localAddress)
                .header("To", remoteAddress)
                .header("Call-ID", callId)
                .header("CSeq", sequence + " " + method);
    }

    private List<String> routeHeaders() {
        if (!strict()) {
            return routes;
        }
        List<String> rest = new ArrayList<>(routes.subList(1, routes.size()));
        rest.add("<" + target + ">");
        return rest;
    }

    private boolean strict() {
        return !routes.isEmpty() && HeaderValue.parameter(HeaderValue.uri(routes.get(0)), "lr") == null;
    }
}
