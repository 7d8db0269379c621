package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.HeaderSpec;
import dev.softphone.loadtest.model.Gateway.GenericWebSocket.Connections;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON or text messages, by steps, with REST calls before them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenericSpec(
        @JsonPropertyDescription(
                "connections says whether REST calls share pooled connections or open one each: Pooled or PerRequest."
                        + " Default Pooled.")
        @Default("Pooled")
        Connections connections,

        @JsonPropertyDescription(
                "rest holds REST calls before the socket is opened, in order; those of stage media are made when a call is"
                        + " placed. At most 10, each name once; default: none.")
        @Size(max = 10)
        @Nullable
        List<RestCallSpec> rest,

        @JsonPropertyDescription(
                "steps holds the exchanges on the open socket, in order; the softphone is registered when the last one is"
                        + " done. Required, 1 to 20, each name once.")
        @Required
        @Size(min = 1, max = 20)
        List<MessageStepSpec> steps,

        @JsonPropertyDescription(
                "offer holds the exchanges of one call, in order; needed by call, and only with it. 1 to 10, each name once.")
        @Size(min = 1, max = 10)
        @Nullable
        List<MessageStepSpec> offer,

        @JsonPropertyDescription(
                "ping is the application's own ping; needed by keepAlive.kind ApplicationPing, and only with it.")
        @Nullable
        PingSpec ping) {

    /** RFC 6901. */
    public static final String POINTER = "^(/([^~]|~[01])*)?$";

    public static final String NAME = "^[a-z][a-z0-9-]*$";
    public static final String REST_URL = "^(https?://[^\\s/?#@{}]+([/?][^\\s#]*)?|/[^\\s#]*)$";

    /** Stages a REST call may count for. */
    public enum RestStage {
        token,
        login,
        media
    }

    /** Stages an exchange on the socket may count for. */
    public enum StepStage {
        auth,
        register,
        media,
        established
    }

    /** HTTP methods. */
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /** One REST call. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(value = "!has(self.body) || self.method != 'GET'", message = RestCallSpec.BODY_NEEDS_METHOD)
    public record RestCallSpec(
            @JsonPropertyDescription(
                    "name of the call, in transcripts and in ${rest.<name>.<value>}. Required; a lower-case letter, then at"
                            + " most 31 lower-case letters, digits or hyphens.")
            @Required
            @Pattern(GenericSpec.NAME)
            @Size(min = 1, max = 32)
            String name,

            @JsonPropertyDescription(
                    "stage the outcome counts for: token, login, or media (then the call is made when a call is placed)."
                            + " Default login.")
            @Default("login")
            RestStage stage,

            @JsonPropertyDescription("method of the request: GET, POST, PUT, PATCH or DELETE. Default GET.")
            @Default("GET")
            Method method,

            @JsonPropertyDescription(
                    "url of the request: absolute, or a path on the gateway's own host (http for ws, https for wss); may hold"
                            + " ${…} references behind the host. Required, at most 2048 characters.")
            @Required
            @Pattern(GenericSpec.REST_URL)
            @Size(min = 1, max = 2048)
            String url,

            @JsonPropertyDescription("headers of the request. At most 20, each name once; default: none.")
            @Size(max = 20)
            @Nullable
            List<HeaderSpec> headers,

            @JsonPropertyDescription(
                    "body of the request; may hold ${…} references. At most 16384 characters; default: none.")
            @Size(max = 16_384)
            @Nullable
            String body,

            @JsonPropertyDescription(
                    "accept lists the statuses that mean success. 1 to 20, each 100 to 599; default 200, 201, 202, 204.")
            @Default("[200, 201, 202, 204]")
            @Size(min = 1, max = 20)
            List<@Min(100) @Max(599) Integer> accept,

            @JsonPropertyDescription("extract takes values from the answer. At most 10, each name once; default: none.")
            @Size(max = 10)
            @Nullable
            List<NamedExtractionSpec> extract) {
        public static final String BODY_NEEDS_METHOD = "a method that carries a body where body is given";
    }

    /** One exchange on the socket: send, or expect, or send and then expect. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(value = "has(self.send) || has(self.expect)", message = MessageStepSpec.SEND_OR_EXPECT)
    @ValidationRule(
            value = "has(self.expect) || (!has(self.reject) && !has(self.extract))",
            message = MessageStepSpec.EXPECT_NEEDED)
    public record MessageStepSpec(
            @JsonPropertyDescription(
                    "name of the step, in transcripts. Required; a lower-case letter, then at most 31 lower-case letters,"
                            + " digits or hyphens.")
            @Required
            @Pattern(GenericSpec.NAME)
            @Size(min = 1, max = 32)
            String name,

            @JsonPropertyDescription(
                    "stage the outcome counts for: auth or register in steps, media or established in offer. Default:"
                            + " register in steps, media in offer.")
            @Nullable
            StepStage stage,

            @JsonPropertyDescription(
                    "send is the message; may hold ${…} references. At most 16384 characters; default: only wait.")
            @Size(min = 1, max = 16_384)
            @Nullable
            String send,

            @JsonPropertyDescription(
                    "expect is the message that ends the step well. Default: the step is done once sent.")
            @Nullable
            MatchSpec expect,

            @JsonPropertyDescription(
                    "reject lists messages by which the gateway says no, checked before expect. At most 10; default: none.")
            @Size(min = 1, max = 10)
            @Nullable
            List<RejectSpec> reject,

            @JsonPropertyDescription(
                    "extract takes values from the expected message. At most 10, each name once; default: none.")
            @Size(min = 1, max = 10)
            @Nullable
            List<NamedExtractionSpec> extract) {
        public static final String SEND_OR_EXPECT = "send, expect, or both";
        public static final String EXPECT_NEEDED = "expect where reject or extract is given";
    }

    /** A condition on one message. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "[has(self.contains), has(self.regex), has(self.pointer)].exists_one(given, given)",
            message = MatchSpec.ONE_CONDITION)
    @ValidationRule(value = "has(self.pointer) == has(self.equals)", message = MatchSpec.POINTER_WITH_EQUALS)
    public record MatchSpec(
            @JsonPropertyDescription(
                    "contains is text that occurs anywhere in the message; may hold ${…} references. At most 1024"
                            + " characters. Exactly one of contains, regex and pointer.")
            @Size(min = 1, max = 1024)
            @Nullable
            String contains,

            @JsonPropertyDescription(
                    "regex is a regular expression (java.util.regex) that finds a match within the first 4096 characters of"
                            + " the message. At most 256 characters.")
            @Size(min = 1, max = 256)
            @Nullable
            String regex,

            @JsonPropertyDescription(
                    "pointer is an RFC 6901 pointer into a JSON message; together with equals. At most 256 characters.")
            @Pattern(GenericSpec.POINTER)
            @Size(max = 256)
            @Nullable
            String pointer,

            @JsonPropertyDescription(
                    "equals is the text of the value at pointer; may hold ${…} references. At most 1024 characters.")
            @Size(max = 1024)
            @Nullable
            String equals) {
        public static final String ONE_CONDITION = "exactly one of contains, regex and pointer";
        public static final String POINTER_WITH_EQUALS = "pointer together with equals";
    }

    /** A message by which the gateway says no. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RejectSpec(
            @JsonPropertyDescription("match is the condition on the message. Required.") @Required
            MatchSpec match,

            @JsonPropertyDescription("code is where the code is found; the outcome is app/<code>. Required.") @Required
            ExtractionSpec code,

            @JsonPropertyDescription("retryAfter is where a wait in seconds is found. Default: nowhere.") @Nullable
            ExtractionSpec retryAfter) {}

    /** A value in an answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "[has(self.pointer), has(self.regex), has(self.header), has(self.fixed)].exists_one(given, given)",
            message = ExtractionSpec.ONE_SOURCE)
    public record ExtractionSpec(
            @JsonPropertyDescription(
                    "pointer is an RFC 6901 pointer into a JSON answer. At most 256 characters. Exactly one of pointer,"
                            + " regex, header and fixed.")
            @Pattern(GenericSpec.POINTER)
            @Size(max = 256)
            @Nullable
            String pointer,

            @JsonPropertyDescription(
                    "regex is a regular expression (java.util.regex) whose first group is the value. At most 256 characters.")
            @Size(min = 1, max = 256)
            @Nullable
            String regex,

            @JsonPropertyDescription(
                    "header names a header of the answer; of REST calls only. An RFC 9110 token, at most 40 characters.")
            @Pattern(GatewaySpec.TOKEN)
            @Size(min = 1, max = 40)
            @Nullable
            String header,

            @JsonPropertyDescription("fixed is the value itself. At most 256 characters.")
            @Size(min = 1, max = 256)
            @Nullable
            String fixed) {
        public static final String ONE_SOURCE = "exactly one of pointer, regex, header and fixed";
    }

    /** A value in an answer, with the name it is kept under. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "[has(self.pointer), has(self.regex), has(self.header), has(self.fixed)].exists_one(given, given)",
            message = ExtractionSpec.ONE_SOURCE)
    public record NamedExtractionSpec(
            @JsonPropertyDescription(
                    "name the value is kept under, for ${name}. Required; a letter, then at most 31 letters, digits,"
                            + " underscores or hyphens; not index, not attempt.")
            @Required
            @Pattern("^[A-Za-z][A-Za-z0-9_-]*$")
            @Size(min = 1, max = 32)
            String name,

            @JsonPropertyDescription(
                    "pointer is an RFC 6901 pointer into a JSON answer. At most 256 characters. Exactly one of pointer,"
                            + " regex, header and fixed.")
            @Pattern(GenericSpec.POINTER)
            @Size(max = 256)
            @Nullable
            String pointer,

            @JsonPropertyDescription(
                    "regex is a regular expression (java.util.regex) whose first group is the value. At most 256 characters.")
            @Size(min = 1, max = 256)
            @Nullable
            String regex,

            @JsonPropertyDescription(
                    "header names a header of the answer; of REST calls only. An RFC 9110 token, at most 40 characters.")
            @Pattern(GatewaySpec.TOKEN)
            @Size(min = 1, max = 40)
            @Nullable
            String header,

            @JsonPropertyDescription("fixed is the value itself. At most 256 characters.")
            @Size(min = 1, max = 256)
            @Nullable
            String fixed) {}

    /** A ping of the application's own and its answer. */
    public record PingSpec(
            @JsonPropertyDescription("send is the ping; may hold ${…} references. Required, at most 1024 characters.")
            @Required
            @Size(min = 1, max = 1024)
            String send,

            @JsonPropertyDescription("expect is the answer. Required.") @Required
            MatchSpec expect) {}
}
