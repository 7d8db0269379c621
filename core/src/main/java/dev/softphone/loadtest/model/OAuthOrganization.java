package dev.softphone.loadtest.model;

import java.net.URI;

/**
 * Where the softphones of one organization get their access tokens.
 *
 * @param name as in the identities' column {@code organization}
 * @param url scheme, host and port of the login host
 * @param clientId the OAuth client
 * @param clientSecret reference of its secret
 */
public record OAuthOrganization(
        String name, URI url, Grant grant, String clientId, SecretKey clientSecret, Sharing sharing) {

    /** The column of an identity that holds its assertion. */
    public static final String ASSERTION = "assertion";

    /** The column of an identity that holds the secret of its organization's client. */
    public static final String CLIENT_SECRET = "oauth.clientSecret";

    /** How a token is asked for. */
    public enum Grant {
        /** RFC 7522: for the user whom an assertion names. */
        Saml2Bearer,
        /** RFC 6749, section 4.4: for the application itself, without a user. */
        ClientCredentials
    }

    /** Who uses a token. */
    public enum Sharing {
        PerSoftphone,
        /** All softphones of the organization, of one runner. */
        Shared
    }
}
