package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import io.vertx.core.http.UpgradeRejectedException;

/** An HTTP answer in place of the 101. */
final class UpgradeAnswers {
    /** What Netty's decoder calls an answer that is no HTTP. */
    static final int NOT_HTTP = 999;

    private UpgradeAnswers() {}

    static Refusal refusal(UpgradeRejectedException refused, long epochMillis, Redactor redactor) {
        String body = refused.getBody() == null ? "" : refused.getBody().toString();
        return HttpRefusal.of(
                refused.getStatus(), RestCalls.lowerCase(refused.getHeaders()), body, epochMillis, redactor);
    }
}
