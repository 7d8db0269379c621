package dev.softphone.loadtest.runner.net;

import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import io.vertx.core.http.UpgradeRejectedException;

/** An HTTP answer in place of the 101. */
final class UpgradeAnswers {
    private UpgradeAnswers() {}

    static Refusal refusal(UpgradeRejectedException refused, long epochMillis) {
        String body = refused.getBody() == null ? "" : refused.getBody().toString();
        return HttpRefusal.of(
                refused.getStatus(),
                RestCalls.lowerCase(refused.getHeaders()),
                body,
                epochMillis,
                Redactor.withoutValues());
    }
}
