package dev.softphone.loadtest.simulator.script;

import dev.softphone.loadtest.simulator.script.RestScript.Allowance;
import dev.softphone.loadtest.simulator.script.RestScript.BudgetHeaders;
import dev.softphone.loadtest.simulator.script.RestScript.Endpoint;
import dev.softphone.loadtest.simulator.script.RestScript.PathPattern;
import dev.softphone.loadtest.simulator.script.RestScript.Refill;
import dev.softphone.loadtest.simulator.script.RuleReader.Context;
import java.util.Set;

/** Reads the {@code rest} list. */
final class RestReader {
    private static final Set<String> NAMES =
            Set.of("random.token", "index", "body.", "path.", "query.", "header.", "retryAfter.seconds");
    private static final String TOO_MANY =
            "{\"status\":429,\"code\":\"too.many.requests\",\"message\":\"Rate limit exceeded the maximum. Retry the"
                    + " request in [${retryAfter.seconds}] seconds\"}";

    private RestReader() {}

    static Endpoint endpoint(Section section) {
        String method = section.text("method");
        if (!Set.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(method)) {
            throw section.refuse("method", "GET, POST, PUT, PATCH or DELETE", method);
        }
        String path = section.text("path");
        if (!path.startsWith("/") || path.equals("/truth") || path.startsWith("/control/")) {
            throw section.refuse("path", "a path that starts with / and is neither /truth nor below /control/", path);
        }
        return new Endpoint(
                method,
                new PathPattern(path),
                section.list("faults", s -> RuleReader.rule(s, Context.REST, then -> ActionReader.onRest(then, NAMES))),
                section.optional("tokenBucket", RestReader::allowance),
                ActionReader.http(section, NAMES));
    }

    private static Allowance allowance(Section section) {
        Template body = section.has("body")
                ? ActionReader.template(section, "body", NAMES)
                : Template.parse(section.at("body"), TOO_MANY, NAMES);
        return new Allowance(
                section.count("allowed", 1, 1_000_000),
                section.period("per"),
                section.optionalWord("refill", Refill.class).orElse(Refill.CONTINUOUS),
                RuleReader.key(section, "key", Context.REST).orElse(Key.Plain.TOTAL),
                section.optionalWord("headers", BudgetHeaders.class).orElse(BudgetHeaders.NONE),
                section.optionalCount("status", 400, 599).orElse(429),
                ActionReader.retryAfter(section, true),
                body);
    }
}
