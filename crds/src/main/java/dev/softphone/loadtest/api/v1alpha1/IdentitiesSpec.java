package dev.softphone.loadtest.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.softphone.loadtest.api.v1alpha1.GatewaySpec.SecretKeyRef;
import dev.softphone.loadtest.model.OAuthOrganization;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the softphones are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.secretRefs) != has(self.generated)", message = IdentitiesSpec.ONE_SOURCE)
@ValidationRule(
        value = "!has(self.oauth) || has(self.secretRefs) || self.oauth.organizations.all(o, o.grant != 'Saml2Bearer')",
        message = IdentitiesSpec.ASSERTIONS_FROM_FILES)
public record IdentitiesSpec(
        @JsonPropertyDescription(
                "secretRefs names CSV files (RFC 4180) kept in Secrets, read in this order. The first row of each names the"
                        + " columns: username is required; password, organization and any other may follow, for"
                        + " ${identity.<column>}. 1 to 100.")
        @Size(min = 1, max = 100)
        @Nullable
        List<SecretKeyRef> secretRefs,

        @JsonPropertyDescription("generated makes names from a pattern.") @Nullable
        GeneratedSpec generated,

        @JsonPropertyDescription(
                "oauth fetches the access tokens of the softphones, instead of a column that brings them; with GenesysCloud"
                        + " only. Default: tokens come with the identities.")
        @Nullable
        OAuthSpec oauth) {

    public static final String USERNAME = "^[^\\s{}]*\\{index\\}[^\\s{}]*$";
    public static final String ONE_SOURCE = "exactly one of secretRefs and generated";
    public static final String ASSERTIONS_FROM_FILES =
            "secretRefs with grant Saml2Bearer: the assertion is a column of theirs";

    /** Names made from a pattern. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GeneratedSpec(
            @JsonPropertyDescription(
                    "username holds {index}, replaced by the softphone's number from 0. At most 64 characters; default"
                            + " softphone-{index}.")
            @Default("softphone-{index}")
            @Pattern(IdentitiesSpec.USERNAME)
            @Size(max = 64)
            String username,

            @JsonPropertyDescription(
                    "organizations are dealt out in turn. At most 100, each at most 63 characters; default: none.")
            @Size(max = 100)
            @Nullable
            List<@Size(min = 1, max = 63) @Pattern("^[^\\r\\n\\x00]+$") String> organizations,

            @JsonPropertyDescription("passwordSecretRef names the one password of all. Default: none.") @Nullable
            SecretKeyRef passwordSecretRef) {}

    /** Where access tokens are fetched. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OAuthSpec(
            @JsonPropertyDescription(
                    "organizations holds one OAuth client for each organization of the identities; an identity without an"
                            + " organization belongs to the only one. Required, 1 to 20, each name once.")
            @Required
            @Size(min = 1, max = 20)
            List<OrganizationSpec> organizations) {}

    /** One organization's OAuth client. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OrganizationSpec(
            @JsonPropertyDescription(
                    "name of the organization, as in the column organization of the identities; sent as orgName with"
                            + " Saml2Bearer. Required, at most 63 characters.")
            @Required
            @Pattern("^[^\\r\\n\\x00]+$")
            @Size(min = 1, max = 63)
            String name,

            @JsonPropertyDescription(
                    "url is the login host, whose /oauth/token gives out the tokens: http:// or https://, a host, and"
                            + " optionally a port. At most 300 characters; default: the login. host beside the organization's"
                            + " streaming. host, any other host itself, with its port; https with wss.")
            @Pattern(GatewaySpec.HTTP_HOST)
            @Size(min = 8, max = 300)
            @Nullable
            String url,

            @JsonPropertyDescription(
                    "grant is how tokens are asked for: Saml2Bearer (RFC 7522; the column assertion of an identity names its"
                            + " user) or ClientCredentials (a token without a user, which the platform refuses a softphone"
                            + " with). Required.")
            @Required
            OAuthOrganization.Grant grant,

            @JsonPropertyDescription("clientId of the OAuth client. Required, at most 128 characters.")
            @Required
            @Pattern("^[^\\s:]+$")
            @Size(min = 1, max = 128)
            String clientId,

            @JsonPropertyDescription("clientSecretRef names the secret of the OAuth client. Required.") @Required
            SecretKeyRef clientSecretRef,

            @JsonPropertyDescription(
                    "sharing says who uses a token: PerSoftphone gives each its own, Shared one to all softphones of the"
                            + " organization (of one runner), with Saml2Bearer that of the user who asks first. Default"
                            + " PerSoftphone.")
            @Default("PerSoftphone")
            OAuthOrganization.Sharing sharing) {}
}
