package dev.softphone.loadtest.simulator.genesys;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A user of an organization; everything else follows from the name.
 *
 * @param organization the organization's name
 * @param name as in the assertion
 * @param id of the user
 * @param station id of the user's station
 * @param jid the bare JID
 */
record User(String organization, String name, String id, String station, String jid) {

    static User of(String organization, String name, String environment) {
        String id = id("user/" + organization + "/" + name);
        return new User(
                organization,
                name,
                id,
                id("station/" + organization + "/" + name),
                id.replace("-", "") + "@" + organization + "." + environment);
    }

    /** An id that is the same in every run. */
    static String id(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    String jidDomain() {
        return jid.substring(jid.indexOf('@') + 1);
    }
}
