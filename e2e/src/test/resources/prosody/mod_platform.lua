-- Plays what the server itself has no part for. Users whose name begins with c are called once they have asked for ICE
-- servers a second time, which they do when they are registered: by JSON-RPC in XML where their number is even, by Jingle
-- where it is odd; the softphone hangs up. Users whose name begins with p are asked all that a server may ask a client.
local st = require "util.stanza"
local json = require "util.json"
local new_id = require "util.id".short

local xmlns_message = "urn:xmpp:jingle-message:0"
local xmlns_jingle = "urn:xmpp:jingle:1"
local counts = module:shared("/*/platform/counts")
local queries = {}

local fingerprint = ("AB:"):rep(31) .. "AB"
local offer = table.concat({
  "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 0", "c=IN IP4 0.0.0.0",
  "a=ice-ufrag:platform", "a=ice-pwd:0123456789abcdef01234567",
  "a=fingerprint:sha-256 " .. fingerprint, "a=setup:actpass", "a=mid:0", "a=sendrecv", "a=rtcp-mux",
  "a=rtpmap:111 opus/48000/2", "a=rtpmap:0 PCMU/8000", "",
}, "\r\n")

local function count(key)
  counts[key] = (counts[key] or 0) + 1
end

local function by_json(peer)
  return tonumber(peer:match("%d+")) % 2 == 0
end

local function propose(to)
  local peer = "peer" .. to:match("%d+") .. "@" .. module.host
  count("proposed")
  module:send(st.message({ from = peer, to = to })
    :tag("propose", { xmlns = xmlns_message, id = new_id(), ["inin-cid"] = new_id(), ["inin-autoanswer"] = "false",
      ["inin-sdp-over-xmpp"] = by_json(peer) and "true" or "false" }))
end

local users = module:get_option_string("platform_users")

local function watch()
  module:context(users):hook("iq-get/host/urn:xmpp:extdisco:1:services", function (event)
    local from = event.stanza.attr.from
    queries[from] = (queries[from] or 0) + 1
    if queries[from] == 4 and from:sub(1, 1) == "c" then
      module:add_timer(0.1, function () propose(from) end)
    end
  end, 1)
end

-- Hosts come up in no certain order.
if prosody.hosts[users] then
  watch()
else
  prosody.events.add_handler("host-activated", function (name)
    if name == users then
      watch()
    end
  end)
end

local function offered_by_json(peer, to, sid)
  return st.iq({ type = "set", from = peer, to = to, id = new_id() }):tag("genesys-webrtc", { xmlns = "genesys" })
    :text(json.encode({ jsonrpc = "2.0", id = new_id(), method = "offer",
      params = { sessionId = sid, conversationId = sid, sdp = offer, reinvite = false } }))
end

local function offered_by_jingle(peer, to, sid)
  return st.iq({ type = "set", from = peer, to = to, id = new_id() })
    :tag("jingle", { xmlns = xmlns_jingle, action = "session-initiate", sid = sid, initiator = peer })
    :tag("content", { creator = "initiator", name = "audio" })
    :tag("description", { xmlns = "urn:xmpp:jingle:apps:rtp:1", media = "audio" })
    :tag("payload-type", { id = "111", name = "opus", clockrate = "48000", channels = "2" }):up()
    :tag("rtcp-mux"):up():up()
    :tag("transport", { xmlns = "urn:xmpp:jingle:transports:ice-udp:1", ufrag = "platform", pwd = "0123456789abcdef01234567" })
    :tag("fingerprint", { xmlns = "urn:xmpp:jingle:apps:dtls:0", hash = "sha-256", setup = "actpass" }):text(fingerprint)
end

local function message(event)
  local stanza = event.stanza
  for _, tag in ipairs(stanza.tags) do
    if tag.attr.xmlns == xmlns_message then
      count(tag.name)
      if tag.name == "proceed" then
        local offered = by_json(stanza.attr.to) and offered_by_json or offered_by_jingle
        module:send(offered(stanza.attr.to, stanza.attr.from, tag.attr.id))
      end
    else
      count("message with " .. tag.name)
    end
  end
  return true
end

local function request(event)
  local stanza = event.stanza
  if stanza.attr.type ~= "set" then
    count("iq " .. stanza.attr.type)
    return true
  end
  local webrtc = stanza:get_child("genesys-webrtc", "genesys")
  local jingle = stanza:get_child("jingle", xmlns_jingle)
  if webrtc then
    local call = json.decode(webrtc:get_text())
    if call.jsonrpc == "2.0" and call.id and call.params.sessionId then
      count("json " .. call.method)
    end
    if call.method == "answer" and not call.params.sdp:find("a=setup:active\r\n", 1, true) then
      count("answer without a=setup:active")
    end
  elseif jingle and jingle.attr.sid then
    count("jingle " .. jingle.attr.action)
    if jingle.attr.action == "session-accept" then
      local content = jingle:get_child("content")
      local transport = content and content:get_child("transport", "urn:xmpp:jingle:transports:ice-udp:1")
      local fp = transport and transport:get_child("fingerprint", "urn:xmpp:jingle:apps:dtls:0")
      if not fp or fp.attr.setup ~= "active" or not transport.attr.ufrag or not transport.attr.pwd then
        count("session-accept without keys")
      end
    end
  else
    count("iq of something else")
  end
  module:send(st.reply(stanza))
  return true
end

local function ask(to, what, xmlns)
  module:send(st.iq({ type = "get", from = module.host, to = to, id = what .. ":" .. new_id() }):tag(what, { xmlns = xmlns }))
end

module:add_timer(2, function ()
  for to in pairs(prosody.full_sessions) do
    if to:sub(1, 1) == "p" then
      ask(to, "ping", "urn:xmpp:ping")
      ask(to, "query", "http://jabber.org/protocol/disco#info")
      ask(to, "unheard-of", "urn:example:unheard-of")
    end
  end
  return 2
end)

local function answer(event)
  local stanza = event.stanza
  local error = stanza:get_child("error")
  count(stanza.attr.id:match("^[^:]*") .. " " .. stanza.attr.type .. (error and " " .. error.tags[1].name or ""))
  return true
end

module:hook("iq/host", answer)
module:hook("message/bare", message)
module:hook("message/full", message)
module:hook("iq/bare", request)
module:hook("iq/full", request)
