package dev.softphone.loadtest.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptReaderTest {

    private static Script read(String yaml) {
        return ScriptReader.read(yaml, Path.of("."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "upgrde: []|upgrde|one of the keys listen,|an unknown key",
                "upgrade: {}|upgrade|a list|a mapping",
                "upgrade: [{}]|upgrade[0].then|a mapping|nothing",
                "upgrade: [{then: {}}]|upgrade[0].then|exactly one of accept, http,|none",
                "upgrade: [{then: {fin: {}, reset: {}}}]|upgrade[0].then|exactly one of|fin and reset",
                "upgrade: [{then: {fin: }}]|upgrade[0].then.fin|a mapping|nothing (write {}",
                "upgrade: [{then: {silence: {after: 1s}}}]|upgrade[0].then.silence.after|no key here|an unknown key",
                "upgrade: [{then: {http: {status: 99}}}]|upgrade[0].then.http.status|from 200 to 599|99",
                "upgrade: [{then: {http: {status: x}}}]|upgrade[0].then.http.status|a whole number|x",
                "upgrade: [{then: {http: {status: 503, after: 15}}}]|upgrade[0].then.http.after|a duration such as 250ms|15",
                "upgrade: [{then: {http: {status: 503, after: 25h}}}]|upgrade[0].then.http.after|at most 24h|25h",
                "upgrade: [{then: {http: {status: 503, retryAfterForm: Date}}}]|upgrade[0].then.http.retryAfterForm|retryAfter beside it|no retryAfter",
                "upgrade: [{then: {http: {status: 503, body: '${x}'}}}]|upgrade[0].then.http.body|random.token|x",
                "upgrade: [{then: {acceptThen: {close: {code: 1006}}}}]|upgrade[0].then.acceptThen.close.code|a close code that may be sent|1006",
                "upgrade: [{whenConnections: {}, then: {fin: {}}}]|upgrade[0].whenConnections.atLeast|a whole number|nothing",
                "upgrade: [{whenRate: {above: {count: 0, per: 1s}}, then: {fin: {}}}]|upgrade[0].whenRate.above.count|from 1|0",
                "upgrade: [{whenRate: {above: {count: 1, per: 0s}}, then: {fin: {}}}]|upgrade[0].whenRate.above.per|above zero|0s",
                "upgrade: [{whenConnections: {atLeast: 1, per: Identity}, then: {fin: {}}}]|upgrade[0].whenConnections.per|one of Total, SourceAddress, Organization|Identity",
                "upgrade: [{whenConnections: {atLeast: 1, per: {field: x}}, then: {fin: {}}}]|upgrade[0].whenConnections.per|exactly one of|0 of them",
                "upgrade: [{whenRegistered: {atLeast: 1}, then: {fin: {}}}]|upgrade[0].whenRegistered|one of the keys|an unknown key",
                "upgrade: [{whenHeader: {name: X}, then: {fin: {}}}]|upgrade[0].whenHeader|exactly one of equals, matches|none",
                "upgrade: [{whenQuery: {name: x, matches: '('}, then: {fin: {}}}]|upgrade[0].whenQuery.matches|a regular expression|(",
                "upgrade: [{whenSourceAddress: [], then: {fin: {}}}]|upgrade[0].whenSourceAddress|at least one value|an empty list",
                "upgrade: [{during: {from: 2s, to: 1s}, then: {fin: {}}}]|upgrade[0].during.to|a time after from (2000 ms)|1s",
                "upgrade: [{whenAttempt: {from: 5, to: 4}, then: {fin: {}}}]|upgrade[0].whenAttempt.to|from 5|4",
                "listen: {path: ws}|listen.path|starts with /|ws",
                "listen: {unknownSubprotocol: refuse}|listen.unknownSubprotocol|one of Refuse, Omit|refuse",
                "listen: {tls: {certFile: none.pem, keyFile: none.pem}}|listen.tls.certFile|a file that can be read|none.pem",
                "organizations: [{header: A, query: b}]|organizations[0]|exactly one of header, query, field, sip|2 of them",
                "organizations: [{sip: Host}]|organizations[0].sip|Domain|Host",
                "sockets: {lostPongs: [{}]}|sockets.lostPongs[0]|at least one of afterPings, afterAge|none",
                "sockets: {idle: [{after: 0ms, then: {fin: {}}}]}|sockets.idle[0].after|above zero|0ms",
                "sip: {authentication: {realm: r}}|sip.authentication|exactly one of password, usersFile|none",
                "sip: {authentication: {realm: r, password: p, algorithms: [SHA1]}}|sip.authentication.algorithms|MD5 or SHA-256|SHA1",
                "sip: {beforeAuthentication: [{then: {silence: {}}}]}|sip.beforeAuthentication|sip.authentication beside it|no authentication",
                "sip: {registrar: {minExpires: 2m, maxExpires: 1m}}|sip.registrar.maxExpires|at least minExpires (120 s)|60 s",
                "sip: {register: [{then: {sip: {status: 200}}}]}|sip.register[0].then.sip.status|from 300 to 699|200",
                "sip: {invite: [{whenRegistration: New, then: {fin: {}}}]}|sip.invite[0].whenRegistration|one of the keys|an unknown key",
                "sip: {originate: {calls: 1, rate: {count: 1, per: 1s}, holdFor: 1s, from: bob}}|sip.originate.from|an URI such as|bob",
                "rest: [{method: get, path: /x, status: 200}]|rest[0].method|GET, POST|get",
                "rest: [{method: GET, path: /truth, status: 200}]|rest[0].path|neither /truth|/truth",
                "rest: [{method: GET, path: /x, status: 200, body: '${random.thing}'}]|rest[0].body|random.token|random.thing",
                "rest: [{method: GET, path: /x, status: 200, body: '${path.'}]|rest[0].body|${...}|${path.",
                "genesys: {organizations: [{name: Acme, clients: []}]}|genesys.organizations[0].name|a domain of lower-case letters|Acme",
                "genesys: {organizations: [{name: a}]}|genesys.organizations[0].clients|at least one client|nothing",
                "genesys: {organizations: [{name: a, clients: [{id: c, secret: s}, {id: c, secret: t}]}]}|genesys.organizations|clients that differ|c twice",
                "genesys: {organizations: [{name: a, clients: [{id: c, secret: s, grants: [Password]}]}]}|genesys.organizations[0].clients[0].grants|one of ClientCredentials, Saml2Bearer|Password",
                "genesys: {rest: [{whenOperation: [Me], then: {silence: {}}}]}|genesys.rest[0].whenOperation|one of Token, OrganizationMe|Me",
                "genesys: {login: [{whenRate: {above: {count: 1, per: 1s}, per: Token}, then: {silence: {}}}]}|genesys.login[0].whenRate.per|one of Total|Token",
                "genesys: {limits: {token: {allowed: 0}}}|genesys.limits.token.allowed|from 1|0",
                "genesys: {stanzas: [{whenStanza: [Ping], then: {http: {status: 503}}}]}|genesys.stanzas[0].then|exactly one of accept, error, throttled,|none",
                "genesys: {stanzas: [{then: {error: {condition: 'a b'}}}]}|genesys.stanzas[0].then.error.condition|a condition such as not-authorized|a b",
                "genesys: {iceServers: {turn: [{host: h, transport: sctp}]}}|genesys.iceServers.turn[0].transport|udp, tcp or tls|sctp",
                "genesys: {drain: [{closeAfter: 1s}]}|genesys.drain[0].at|a duration|nothing",
                "genesys: {calls: {signalling: Sdp}}|genesys.calls.signalling|one of SdpOverXmpp, Jingle|Sdp",
                "genesys: {calls: {inbound: {calls: 1}}}|genesys.calls.inbound.rate|a mapping|nothing",
                "messages: {replies: [{name: a, when: {}, reply: [x]}]}|messages.replies[0].when|at least one of json, contains, matches|none",
                "messages: {replies: [{name: a, when: {contains: x}}, {name: a, when: {contains: y}}]}|messages.replies|names that differ|a twice",
            })
    void refusesWithPathRequiredAndObserved(String yaml, String path, String required, String observed) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOfSatisfying(ScriptException.class, refusal -> {
            assertThat(refusal.path()).isEqualTo(path);
            assertThat(refusal.required()).contains(required);
            assertThat(refusal.observed()).contains(observed);
            assertThat(refusal).hasMessageStartingWith(path + ": required ");
        });
    }

    @Test
    void refusesWhatIsNoYamlAndAKeyGivenTwice() {
        assertThatThrownBy(() -> read("upgrade: ["))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("well-formed YAML")
                .hasMessageContaining("line");
        assertThatThrownBy(() -> read("listen: {path: /a, path: /b}"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("path");
        assertThatThrownBy(() -> read("- a")).hasMessage("script: required a mapping, observed a list");
    }

    @Test
    void takesAnEmptyScriptAsAGatewayWithoutFaults() {
        Script script = read("");
        assertThat(script.upgrade()).isEmpty();
        assertThat(script.sip()).isEmpty();
        assertThat(script.sockets().maxMessageBytes()).isEqualTo(262_144);
    }

    @Test
    void readsDurationsAndCounts() {
        Conditions.Rate rate = read("upgrade: [{whenRate: {above: {count: 50, per: 1s}}, then: {fin: {after: 250ms}}}]")
                .upgrade()
                .get(0)
                .when()
                .rate()
                .orElseThrow();
        assertThat(rate).isEqualTo(new Conditions.Rate(50, Duration.ofSeconds(1), 50, Key.Plain.TOTAL));
        assertThat(Durations.parse("2m")).hasValue(Duration.ofMinutes(2));
        assertThat(Durations.parse("1.5s")).isEmpty();
    }

    @Test
    void refusesAUsersFileWithoutItsColumnsOrWithAShortRow(@TempDir Path folder) throws Exception {
        String yaml = "sip: {authentication: {realm: r, usersFile: users.csv}}";
        assertThatThrownBy(() -> ScriptReader.read(yaml, folder))
                .hasMessageStartingWith("sip.authentication.usersFile: required a file that can be read");
        Files.writeString(folder.resolve("users.csv"), "user,secret\na,b\n");
        assertThatThrownBy(() -> ScriptReader.read(yaml, folder))
                .hasMessageContaining("the columns username and password, observed user,secret");
        Files.writeString(folder.resolve("users.csv"), "username,password\na,b\nc\n");
        assertThatThrownBy(() -> ScriptReader.read(yaml, folder))
                .hasMessageContaining("rows of 2 cells")
                .hasMessageContaining("row 3 with 1 cells");
    }

    @Test
    void neverPrintsAPassword() {
        Script script = read("sip: {authentication: {realm: r, password: open-sesame}}");
        assertThat(script.toString()).doesNotContain("open-sesame");
        Script genesys = read("genesys: {organizations: [{name: a, clients: [{id: c, secret: open-sesame}]}],"
                + " iceServers: {secret: open-sesame}}");
        assertThat(genesys.toString()).contains("c (secret hidden)").doesNotContain("open-sesame");
    }
}
