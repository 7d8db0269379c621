package dev.softphone.loadtest.verdict;

/** The stable names of causes: added to, never renamed. */
public enum CauseType {
    GeneratorOutOfDescriptors(
            "The generator ran out of file descriptors; the gateway was not reached.",
            "Recognised by EMFILE or ENFILE from the generator's own kernel (local/EMFILE, local/ENFILE), with the peak of open"
                    + " descriptors beside their limit. The usual soft limit of 1,024 divided by about 3.3 descriptors per user"
                    + " is 310, which is easily taken for a cap of the gateway. Raise the limit to at least 4 × softphones +"
                    + " 2,000, or use more runners."),
    GeneratorOutOfPorts(
            "The generator had no local port left to connect from; the gateway was not reached.",
            "Recognised by EADDRNOTAVAIL or EADDRINUSE on connect. The evidence does the arithmetic: usable ports of"
                    + " ip_local_port_range × source addresses = connections to one destination, less the ports that wait in"
                    + " TIME_WAIT for 60 s after each close of ours. Widen the range, add source addresses, use more runners, or"
                    + " churn more slowly."),
    GeneratorSaturated(
            "The generator was too slow for its own schedule, so that what went unanswered says little about the gateway.",
            "Recognised by timers of ours that ran out while an event loop was late, by attempts that began late, and by those"
                    + " that it had not finished at the end. It is never blamed for an answer, nor for a connection that the other"
                    + " side ended. A search whose softphones came later than its ramp says does not pass. Softphones it touched count once as best and once as worst. Give the generator more CPU"
                    + " or more runners and repeat the test."),
    GeneratorPoolCapped(
            "Connects waited inside the generator and were not sent.",
            "Recognised by many pending connects in the generator while upgrades run out of time. A gateway that lets TCP connect"
                    + " and then does not answer has hardly any. Use more runners or slower arrivals."),
    IdentitiesShort(
            "There are fewer identities than softphones.",
            "Refused before anything starts, with both numbers: two softphones with one identity evict each other, which looks"
                    + " like drops by the gateway. Add rows or lower spec.softphones."),
    ClockSkew(
            "The generator's wall clock jumped while tokens or certificates were judged by it.",
            "Recognised by a jump of the wall clock against the monotonic one of a second or more, together with denials or TLS"
                    + " failures. It explains no softphone by itself. Keep the clock in step and repeat the test."),
    DnsFailed(
            "The gateway's name did not resolve.",
            "Recognised by dns/… outcomes. When nobody got in, the name or the resolver's configuration is wrong; when others did,"
                    + " the resolver is short of capacity under load: use a caching one, or an address."),
    DnsSlow(
            "The gateway's name took so long to resolve that upgrades ran out of time.",
            "Recognised by the preflight softphone, which measures the resolver before any load, together with upgrades that our"
                    + " own timer ended. Use a caching resolver close to the generator, or an address."),
    Unreachable(
            "No TCP connection to the gateway came about.",
            "Recognised by tcp/refused, tcp/timeout or tcp/unreachable. At one softphone already it is the address, the port or a"
                    + " firewall. Only under load it is the gateway's listen backlog, or a firewall or NAT on the way that drops"
                    + " SYNs; a connection tracking table that could not be read stays unknown and is said to be."),
    TlsFailed(
            "TLS was not established.",
            "Recognised by tls/… outcomes, with the exception's text. For everyone it is the certificate, the name or a port that"
                    + " does not speak TLS; for some, under load, it is the front end's capacity for handshakes."),
    SubprotocolRefused(
            "The gateway did not accept the WebSocket subprotocol that was offered.",
            "Recognised by a 101 with another or no subprotocol, or by a 400 or 426 that speaks of it. Set gateway.subprotocol to"
                    + " what the gateway speaks."),
    NatOrConntrackFull(
            "A connection tracking table was full, so that new connections vanished while old ones stayed.",
            "Recognised by a table at 95 % of its size or more together with connects that went unanswered. It looks like a cap,"
                    + " and is none of the gateway's. Where the table cannot be read, it is unknown and never blamed. Raise"
                    + " nf_conntrack_max or use more nodes."),
    FrontEndRefused(
            "A firewall or balancer before the gateway turned the generator away.",
            "Recognised by 403 at the upgrade that one softphone alone does not get, by refusals of one source address only while"
                    + " another holds more connections, or by connections closed before any answer for everyone. Have the"
                    + " generator's addresses allowed, or spread the arrivals over time and addresses."),
    AuthRejected(
            "The gateway denied access to the identity.",
            "Recognised by 401, 403 or 407 of HTTP or SIP, and by their in-band kin. When one softphone alone is denied too, it is"
                    + " the credentials or rights of all; when others get in, those of the ones denied. Retrying does not help."),
    TokenExpired(
            "The gateway called the token or credentials expired.",
            "Recognised by a denial whose text or header says so. Fetch tokens later, refresh them in time, and check the clocks."),
    WrongGrant(
            "The token was granted without a user, and a softphone is somebody's.",
            "Recognised by 400 on a REST call whose text says that a user context is required: client credentials stand for an"
                    + " application. Take tokens of a grant with a user (authorization code, PKCE, SAML2 bearer); neither"
                    + " retries nor permissions help."),
    ChannelEvicted(
            "The platform took notification channels away from softphones that were using them.",
            "Recognised by notices on the socket: xmpp/no-longer-subscribed when the channel is gone (a user and application"
                    + " hold 20 in Genesys Cloud, and the 21st removes the one unused for longest), xmpp/duplicate-id when a second"
                    + " connection took the same channel; http/404 on the subscriptions of a channel that is gone. Usually"
                    + " several softphones share one user, or reconnects ask for new channels faster than old ones go. Give"
                    + " each softphone a user of its own."),
    TokenStorm(
            "The token service limited the rate at which tokens were fetched.",
            "Recognised by 429 on the stage token, with the limit from the headers where they tell it. A limit of 300 requests a"
                    + " minute lets 300 softphones a minute in and looks like a cap of 300 for the first minute. Fetch tokens"
                    + " ahead, reuse them on retries, or slow the arrivals. 429 on the calls that one shared token makes is not"
                    + " this but RateLimited."),
    ConcurrencyCap(
            "The gateway holds a certain number of connections at a time and refuses the rest.",
            "Recognised by a plateau: as many stay connected while attempts go on and none is admitted. High confidence only after"
                    + " at least 50 refused attempts over at least 10 s (60 s for 429, because a quota per minute looks the same"
                    + " for as long), or by the slot probe: of more attempts than were closed, exactly as many as were closed get"
                    + " in. Where connections come and go, it is that attempts are refused only while as many are connected as ever"
                    + " are. How the surplus is refused does not matter: 503 at once or after a queue's time, 429, close 1008 or"
                    + " 1013, a bare close (which other tools print as 1006), or no answer at all. Two source addresses at 2 : 1"
                    + " tell its scope: connected 2 : 1 is a cap over all (Tenant), equally many is one per address"
                    + " (SourceAddress). A slower ramp does not move it."),
    HandshakeRateLimit(
            "The gateway admits a certain number of handshakes per time and refuses the rest.",
            "Recognised by admissions that go on at a steady rate between refusals, by as many in each window of time and then"
                    + " nobody, by 429 or limit headers at the upgrade, or by a search in which a number was refused at one ramp and"
                    + " held at a slower one. A cap would admit none; an overloaded gateway refuses at random. Connect more"
                    + " slowly, retries included, and obey Retry-After."),
    RateLimited(
            "REST calls or requests on the socket were limited by rate.",
            "Recognised by 429 outside the upgrade. The headers tell which limit it is; a limit without a window is quoted and not"
                    + " turned into a number per minute. In-band 429 of other protocols than XMPP counts by identity. Pace the calls, and give each softphone"
                    + " a token of its own."),
    StanzaThrottled(
            "The platform throttled the stanzas of single identities within their sockets.",
            "Recognised by stanza errors with the code 429 (resource-constraint), whose text names the rate and the identity. No"
                    + " header and no HTTP status show it, and other identities are not touched. Bursts do it: one stanza for each"
                    + " ICE candidate, many subscriptions at once. Send fewer at a time for each identity."),
    PolicyClose(
            "The gateway closed with 1008, by a rule of its own.",
            "Recognised by a close frame 1008, whose reason is quoted verbatim. 1008 says only that a policy was violated: expired"
                    + " credentials, a quota, a burst rule. At a plateau it is a ConcurrencyCap."),
    Overloaded(
            "The gateway could not serve everyone, and no simpler limit explains it.",
            "Recognised by 502, 503, 1013 or SIP 503 without a plateau and without a steady rate, or by connections cut during the"
                    + " upgrade while others get in. When one softphone alone is refused too, it is out of service rather than"
                    + " overloaded. Look at the gateway's load, or let softphones arrive more slowly."),
    BackendTimeout(
            "Something behind the gateway did not answer in time.",
            "Recognised by 504 (or SIP 408) as an answer on a named stage while the sockets stand. It may plateau when a backend"
                    + " hangs from a moment on, and is no cap then. When only one organization is touched, it is named."
                    + " Keep-alives and headers of the WebSocket do not help; the service behind that stage does."),
    StageTimeout(
            "Our own timer ended a stage on which nothing came back.",
            "Recognised by timeout/… outcomes that do not overlap the generator's own saturation and that no plateau explains. The"
                    + " stage and the timer are named, because this is no answer of the gateway. A longer timer tells a slow"
                    + " gateway from one that lost the request."),
    RetryStorm(
            "Our own retries made the refusals worse.",
            "Recognised by at least as many retries as first attempts and a refused share that grows with them, where no cap"
                    + " explains it. First tries and final outcomes are both counted. Back off with full jitter, obey"
                    + " Retry-After, retry less; a run without retries shows the gateway's own limit."),
    ServerDropped(
            "The other side ended connections, at no constant age and not at one instant.",
            "What is left of losses when neither a timeout nor a drain explains them, and closes between the 101 and the"
                    + " registration. A connection that ends without a close frame is what other tools print as 1006; it is split"
                    + " here by phase, age and instant instead. Named by address when only one was touched."),
    Drained(
            "Many connections ended at one instant, as in a restart or a failover.",
            "Recognised by losses within two seconds of connections of different ages, or by close frames 1001 (going away) and"
                    + " 1012 (service restart). When all softphones came at once, an instant and an age look the same, and the"
                    + " confidence is low. Let softphones reconnect with random delays."),
    IdleTimeout(
            "Connections were lost at a constant age or after a constant silence.",
            "Recognised by a narrow spread of the age, or of the time since the last byte, at the loss. A server that looks at its"
                    + " connections only every few seconds spreads them as wide; then it is recognised by the order, for who came"
                    + " first goes first. Constant silence is an idle timeout of a balancer, proxy, NAT or server: ping more often"
                    + " than it. Constant age in spite of traffic is a limit on the lifetime, which no ping resets."),
    KeepAliveLost(
            "Pings went unanswered and we closed the connection.",
            "Recognised by timeout/pong outside our own saturation: the connection stood, and nobody answered on it. It has a"
                    + " constant age too when nothing answers from the start, but it is no idle timeout and no close by policy."
                    + " Look for a stall of the gateway or a broken path."),
    MediaNegotiation(
            "The session description was not accepted, whatever the load.",
            "Recognised by SIP 488 or 606 that one softphone alone meets with, or that every call does; the Warning header is"
                    + " quoted. Compare codecs, transport profile, DTLS fingerprint and ICE attributes."),
    MediaCapacity(
            "Calls were refused as not acceptable only under load.",
            "Recognised by SIP 488 on some calls while the same description was accepted on others and by the preflight softphone's"
                    + " call. A carrier's session rate answers so. Lower the call rate or have the capacity raised."),
    RunnersLost(
            "Runners went away without a final report.",
            "Their softphones count as lost, once as best and once as worst, so that a lost runner neither saves nor spoils a"
                    + " verdict that the rest decides. Find out why they ended and repeat the test."),
    ReportsMissing(
            "Reports of runners, or softphones in them, are missing.",
            "What was not reported is taken once as best and once as worst; withholding a report never improves a verdict. Look at"
                    + " the runners' logs and repeat the test."),
    Unexplained(
            "No rule explains what was seen.",
            "Said last, and only for what is left: the outcomes, when they began and what the first one said. Read the transcript of"
                    + " the first softphone of each outcome beside the gateway's log. Attempts that the end of the hold cut off,"
                    + " with neither an answer nor a timer of ours, are said here too: hold for longer.");

    private final String meaning;
    private final String recognition;

    CauseType(String meaning, String recognition) {
        this.meaning = meaning;
        this.recognition = recognition;
    }

    /** One sentence: what it means. */
    public String meaning() {
        return meaning;
    }

    /** One paragraph: how it is recognised, what it is told from, and what to do. */
    public String recognition() {
        return recognition;
    }
}
