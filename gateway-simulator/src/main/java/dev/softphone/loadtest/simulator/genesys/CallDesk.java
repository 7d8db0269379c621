package dev.softphone.loadtest.simulator.genesys;

import dev.softphone.loadtest.simulator.gateway.Loop;
import dev.softphone.loadtest.simulator.script.GenesysScript;
import dev.softphone.loadtest.simulator.script.GenesysScript.Calls;
import dev.softphone.loadtest.simulator.script.GenesysScript.Persistence;
import dev.softphone.loadtest.simulator.truth.GenesysTruth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls, and the media sessions under them. A user without a persistent session gets one session a call; otherwise the
 * session is made once and calls show as events only. For the gateway's thread only.
 */
final class CallDesk implements MediaSession.Listener {
    private static final int MAX_OVER = 100_000;

    private final String environment;
    private final Calls script;
    private final Persistence persistence;
    private final MediaSession.Kind kind;
    private final Loop loop;
    private final GenesysTruth truth;
    private final Map<String, MediaSession> sessions = new HashMap<>();
    private final Map<String, Boolean> over = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_OVER;
        }
    };
    private final Map<String, MediaSession> byConversation = new HashMap<>();
    private final Map<String, Conversation> conversations = new HashMap<>();
    private final Map<User, MediaSession> persistent = new HashMap<>();
    private final Map<User, Conversation> busy = new HashMap<>();
    private final Map<User, Set<XmppStream>> ready = new LinkedHashMap<>();
    private final @Nullable InboundCalls inbound;

    CallDesk(GenesysScript script, Loop loop, GenesysTruth truth) {
        this.environment = script.environment();
        this.script = script.calls();
        this.persistence = script.station().persistence();
        this.kind = new MediaSession.Kind(
                script.calls().signalling(),
                script.calls().autoAnswer(),
                () -> OfferedMedia.random(script.calls().candidates()),
                this);
        this.loop = loop;
        this.truth = truth;
        this.inbound = script.calls()
                .inbound()
                .map(calls -> new InboundCalls(calls, this, loop, truth.calls()))
                .orElse(null);
    }

    /** A session listens to its conversations: it can be called. */
    void ready(XmppStream stream) {
        if (!ready.computeIfAbsent(stream.user(), user -> new LinkedHashSet<>()).add(stream)) {
            return;
        }
        stream.connection().whenGone(() -> leave(stream));
        if (persistence == Persistence.EAGER) {
            proposePersistent(stream.user());
        }
        if (inbound != null) {
            inbound.ready();
        }
    }

    /** A proposal that a user left without an answer is made again when the user is back. */
    private void proposePersistent(User user) {
        MediaSession session = persistent.computeIfAbsent(user, u -> session(u, User.id("persistent/" + u.id())));
        if (session.state() == MediaSession.State.PROPOSED) {
            session.propose(" inin-priv-answer-mode=\"Auto\""
                    + Answers.attribute("inin-persistent-cid", session.conversation()));
        }
    }

    private void leave(XmppStream stream) {
        ready.computeIfPresent(stream.user(), (user, streams) -> {
            streams.remove(stream);
            return streams.isEmpty() ? null : streams;
        });
        if (!isReady(stream.user())) {
            loop.after(script.lostAfter(), () -> lose(stream.user()));
        }
    }

    /** Signalling may come back and go on with a call; after a while it is taken for lost. */
    private void lose(User user) {
        if (isReady(user)) {
            return;
        }
        Conversation conversation = busy.get(user);
        if (conversation != null) {
            end(conversation, "lost", "gone");
        }
        MediaSession session = persistent.get(user);
        if (session != null) {
            session.terminate("gone");
        }
    }

    /** The users that can be called, in the order in which they came. */
    List<User> ready() {
        return List.copyOf(ready.keySet());
    }

    int readyUsers() {
        return ready.size();
    }

    boolean isBusy(User user) {
        return busy.containsKey(user);
    }

    private @Nullable XmppStream stream(User user) {
        return ready.getOrDefault(user, Set.of()).stream()
                .filter(XmppStream::isBound)
                .findFirst()
                .orElse(null);
    }

    private MediaSession session(User user, String conversation) {
        MediaSession session = new MediaSession(user, environment, conversation, kind, () -> stream(user), truth);
        sessions.put(session.sid(), session);
        byConversation.put(conversation, session);
        return session;
    }

    /** Starts a call; the user must not have one. */
    Conversation call(User user, boolean isInbound) {
        Conversation conversation = new Conversation(user, isInbound);
        conversations.put(conversation.id(), conversation);
        busy.put(user, conversation);
        truth.calls().alerted(isInbound);
        tell(conversation);
        MediaSession existing = persistent.get(user);
        if (existing == null) {
            MediaSession session = session(user, conversation.id());
            if (persistence != Persistence.NONE) {
                persistent.put(user, session);
            }
            session.propose("");
        } else if (existing.state() == MediaSession.State.ACTIVE && answersByItself(conversation)) {
            connect(conversation);
        }
        loop.after(script.noAnswerFor(), () -> {
            if (conversation.state() == Conversation.State.ALERTING) {
                conversation.failed("error.ininedgecontrol.connection.timeout");
                end(conversation, "noAnswer", "timeout");
            }
        });
        return conversation;
    }

    /** Whether a call on a session that is there needs nobody to answer it. */
    private boolean answersByItself(Conversation conversation) {
        return script.autoAnswer() || !conversation.isInbound();
    }

    private void tell(Conversation conversation) {
        XmppStream stream = stream(conversation.user());
        if (stream != null && stream.hears(conversation.topic())) {
            stream.tell(conversation.topic(), conversation.event());
        }
    }

    private void connect(Conversation conversation) {
        if (conversation.state() != Conversation.State.ALERTING) {
            return;
        }
        conversation.is(Conversation.State.CONNECTED);
        truth.calls().connected();
        tell(conversation);
        script.holdFor().ifPresent(time -> loop.after(time, () -> end(conversation, "byGateway", "success")));
    }

    /** Ends a call, and its session unless that persists. */
    private void end(Conversation conversation, String how, String reason) {
        if (conversation.state() == Conversation.State.DISCONNECTED) {
            return;
        }
        truth.calls().ended(how, conversation.state() == Conversation.State.CONNECTED);
        conversation.is(Conversation.State.DISCONNECTED);
        busy.remove(conversation.user());
        conversations.remove(conversation.id());
        MediaSession session = byConversation.get(conversation.id());
        boolean keep = session != null
                && session == persistent.get(conversation.user())
                && session.state() == MediaSession.State.ACTIVE;
        if (session != null && !keep) {
            session.terminate(reason);
        }
        tell(conversation);
    }

    @Override
    public void active(MediaSession session) {
        Conversation conversation = busy.get(session.user());
        boolean its = conversation != null && conversation.id().equals(session.conversation());
        if (conversation != null && (its || answersByItself(conversation))) {
            connect(conversation);
        }
    }

    @Override
    public void over(MediaSession session, boolean byClient) {
        sessions.remove(session.sid());
        over.put(session.sid(), true);
        byConversation.remove(session.conversation());
        persistent.remove(session.user(), session);
        Conversation conversation = busy.get(session.user());
        boolean carries = conversation != null
                && (conversation.id().equals(session.conversation()) || persistence != Persistence.NONE);
        if (conversation != null && carries && byClient) {
            end(conversation, "byClient", "success");
        }
    }

    /** The session of an id, or null. */
    @Nullable
    MediaSession find(String sid) {
        return sessions.get(sid);
    }

    /** Whether a session of this id was there: what a client says of it may have crossed its end. */
    boolean wasThere(String sid) {
        return over.containsKey(sid);
    }

    /** The call of an id, or null. */
    @Nullable
    Conversation conversation(String id) {
        return conversations.get(id);
    }

    /** The user answers by REST; false where there is no session that media could flow on. */
    boolean answeredByRest(Conversation conversation) {
        MediaSession session = persistent.get(conversation.user());
        if (session == null || session.state() != MediaSession.State.ACTIVE) {
            return false;
        }
        connect(conversation);
        return true;
    }

    /** The user hangs up by REST. */
    void endedByRest(Conversation conversation) {
        end(conversation, "byClient", "success");
    }

    /** Something about a call changed. */
    void changed(Conversation conversation) {
        tell(conversation);
    }

    /** Whether a user has a session that can be called. */
    boolean isReady(User user) {
        return stream(user) != null;
    }
}
