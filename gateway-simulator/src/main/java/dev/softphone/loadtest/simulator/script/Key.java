package dev.softphone.loadtest.simulator.script;

/** A property of a request by which requests are matched or grouped ({@code per:} in a script). */
public sealed interface Key {

    /** Keys without a parameter. */
    enum Plain implements Key {
        /** All requests form one group. */
        TOTAL,
        /** The remote IP address, without its port. */
        SOURCE_ADDRESS,
        /** What the script's {@code organizations} extracts. */
        ORGANIZATION,
        /** SIP: the address of record of the one who asks, such as {@code u1@example.test}. Genesys: the user. */
        IDENTITY,
        /** The socket the request came on. */
        CONNECTION,
        /** Genesys only: the OAuth client. */
        CLIENT,
        /** Genesys REST only: the token. */
        TOKEN,
        /** Genesys REST only: a {@link GenesysOperation}. */
        OPERATION,
        /** Genesys streams only: a {@link GenesysStanza}. */
        STANZA,
        /** REGISTER only: {@code New}, or {@code Refresh} where the address of record is registered already. */
        REGISTRATION
    }

    /** A header of the upgrade, the REST request or the SIP request. */
    record Header(String name) implements Key {}

    /** A query parameter of the upgrade or the REST request. */
    record Query(String name) implements Key {}

    /** A field of a JSON (or, for REST, form) body, by a dotted path such as {@code user.id}. */
    record Field(String path) implements Key {}
}
