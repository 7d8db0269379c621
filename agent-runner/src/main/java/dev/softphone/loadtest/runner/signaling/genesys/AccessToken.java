package dev.softphone.loadtest.runner.signaling.genesys;

import dev.softphone.loadtest.model.Identity;
import dev.softphone.loadtest.model.OAuthOrganization;
import dev.softphone.loadtest.model.OAuthOrganization.Sharing;
import dev.softphone.loadtest.model.Stage;
import dev.softphone.loadtest.runner.evidence.HttpRefusal;
import dev.softphone.loadtest.runner.safety.Redactor;
import dev.softphone.loadtest.runner.signaling.Refusal;
import dev.softphone.loadtest.runner.signaling.RestAnswer;
import dev.softphone.loadtest.runner.signaling.RestFailure;
import dev.softphone.loadtest.runner.signaling.Wire;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Failure;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Fetch;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Have;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Refused;
import dev.softphone.loadtest.runner.signaling.oauth.TokenPool.Wait;
import dev.softphone.loadtest.runner.signaling.oauth.TokenRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one softphone: its row's own, or one of the {@link TokenPool}, where an attempt waits for it, and a
 * registered softphone has it fetched anew before its end. Only requests that this softphone makes count for stage token.
 */
final class AccessToken {
    /** Of a token that another softphone is fetching. */
    private static final long ASK_AGAIN_MILLIS = 50;

    private static final long SOONEST_REFRESH_MILLIS = 1_000;
    private static final long REFRESH_AGAIN_MILLIS = 5_000;
    /** What is not due within a week is not timed. */
    private static final long LATEST_REFRESH_MILLIS = 7 * 86_400_000L;

    private record Source(OAuthOrganization organization, TokenPool.Key key, TokenPool pool) {}

    private final Identity identity;
    private final Memory memory;
    private final @Nullable Source source;

    private @Nullable Fetch fetch;
    /** What the attempt does once it is there; null while the softphone has one, or needs none. */
    private @Nullable Consumer<Wire> then;

    private long waitedFor;
    private long ticket;
    private long refreshNanos;

    AccessToken(GenesysSettings settings, Identity identity, Memory memory) {
        this.identity = identity;
        this.memory = memory;
        this.source = settings.cloud()
                .organization(identity.organization())
                .map(organization -> new Source(organization, key(organization, identity), settings.tokens()))
                .orElse(null);
        if (source == null) {
            memory.token = identity.values().getOrDefault(settings.cloud().tokenColumn(), "");
        }
    }

    private static TokenPool.Key key(OAuthOrganization organization, Identity identity) {
        return new TokenPool.Key(
                organization.name(),
                organization.sharing() == Sharing.Shared ? Optional.empty() : Optional.of(identity.username()));
    }

    /** Whatever was under way is not answered any more. */
    void reset() {
        if (fetch != null && source != null) {
            source.pool().abandoned(source.key(), fetch.ticket());
        }
        fetch = null;
        then = null;
        waitedFor = 0;
    }

    /** An attempt goes on with a token, or ends without. */
    void require(Consumer<Wire> whenThere, Wire wire) {
        if (source == null) {
            whenThere.accept(wire);
        } else {
            then = whenThere;
            ask(source, wire);
        }
    }

    /** Whether another token is worth having in place of this one, which a REST call was refused with. */
    boolean isRenewable(Wire wire) {
        return source != null && source.pool().unauthorized(source.key(), ticket, wire.nowNanos());
    }

    /** The attempt goes on with another token, or ends without. */
    void renew(Consumer<Wire> whenThere, Wire wire) {
        waitedFor = ticket + 1;
        require(whenThere, wire);
    }

    /** The softphone is registered: it has one from now on. */
    void keepFresh(Wire wire) {
        if (source == null) {
            return;
        }
        long millis = (refreshNanos - wire.nowNanos()) / 1_000_000;
        if (millis < LATEST_REFRESH_MILLIS) {
            wire.timer(GenesysTimers.TOKEN, Math.max(SOONEST_REFRESH_MILLIS, millis));
        }
    }

    /** {@link GenesysTimers#TOKEN} is due. */
    void due(Wire wire) {
        if (source != null && fetch == null) {
            ask(source, wire);
        }
    }

    private void ask(Source from, Wire wire) {
        TokenPool.Answer answer = from.pool().ask(from.key(), identity, waitedFor, wire.nowNanos());
        if (answer instanceof Have have) {
            take(have, wire);
        } else if (answer instanceof Wait wait) {
            waitedFor = wait.ticket();
            wire.timer(GenesysTimers.TOKEN, ASK_AGAIN_MILLIS);
        } else if (answer instanceof Refused refused) {
            without(refused.failure(), wire);
        } else if (answer instanceof Fetch mine) {
            fetch = mine;
            String assertion = TokenRequest.assertion(mine.whose());
            if (!assertion.isEmpty()) {
                wire.conceal(assertion);
            }
            wire.rest(TokenRequest.of(from.organization(), mine.whose()));
        }
    }

    private void take(Have have, Wire wire) {
        memory.token = have.token();
        ticket = have.ticket();
        refreshNanos = have.refreshNanos();
        waitedFor = 0;
        wire.conceal(have.token());
        Consumer<Wire> next = then;
        then = null;
        if (next == null) {
            keepFresh(wire);
        } else {
            next.accept(wire);
        }
    }

    private void without(Failure failure, Wire wire) {
        waitedFor = 0;
        if (then == null) {
            wire.timer(GenesysTimers.TOKEN, REFRESH_AGAIN_MILLIS);
        } else if (failure.answered()) {
            wire.rejected(Stage.TOKEN, failure.refusal());
        } else {
            wire.failed(Stage.TOKEN, failure.refusal().code(), failure.refusal().detail());
        }
    }

    void answered(RestAnswer answer, Wire wire) {
        Fetch mine = fetch;
        if (mine == null || source == null) {
            return;
        }
        fetch = null;
        if (answer.status() / 100 != 2) {
            Redactor redactor = Redactor.of(mine.whose(), List.of());
            Refusal refusal = HttpRefusal.of(answer, wire.epochMillis(), redactor);
            brought(source, mine, new Failure(true, refusal), wire);
            return;
        }
        Optional<TokenRequest.Granted> granted = TokenRequest.granted(answer.body());
        if (granted.isEmpty()) {
            Refusal nothing = Refusal.of("protocol/missing-value", "call token: required access_token, observed none");
            brought(source, mine, new Failure(false, nothing), wire);
            return;
        }
        wire.stageDone(Stage.TOKEN);
        take(
                source.pool()
                        .fetched(
                                source.key(),
                                mine.ticket(),
                                granted.get().token(),
                                granted.get().lifetimeSeconds(),
                                wire.nowNanos()),
                wire);
    }

    /** No answer; false where the attempt ends with that. */
    boolean unanswered(RestFailure failure, Wire wire) {
        Fetch mine = fetch;
        if (mine == null || source == null) {
            return false;
        }
        fetch = null;
        Failure silence = new Failure(false, Refusal.of(failure.code(), failure.detail()));
        Optional<Have> good = source.pool().failed(source.key(), mine.ticket(), silence, wire.nowNanos());
        if (good.isEmpty() && then != null) {
            return false;
        }
        wire.setback(failure);
        goOn(good, silence, wire);
        return true;
    }

    private void brought(Source from, Fetch mine, Failure failure, Wire wire) {
        Optional<Have> good = from.pool().failed(from.key(), mine.ticket(), failure, wire.nowNanos());
        if (good.isPresent() || then == null) {
            wire.setback(Stage.TOKEN, failure.refusal());
        }
        goOn(good, failure, wire);
    }

    private void goOn(Optional<Have> good, Failure failure, Wire wire) {
        if (good.isPresent()) {
            take(good.get(), wire);
        } else {
            without(failure, wire);
        }
    }
}
