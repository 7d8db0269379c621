-- Counts what crosses each connection, and tells it at /witness.
local add_filter = require "util.filters".add_filter
local add_filter_hook = require "util.filters".add_filter_hook
local json = require "util.json"

local received, refused = {}, {}
local users, pinged, bound = {}, {}, 0

local function count(counts, key)
  counts[key] = (counts[key] or 0) + 1
end

local function size(set)
  local members = 0
  for _ in pairs(set) do
    members = members + 1
  end
  return members
end

local function kind(stanza)
  local child = stanza.tags[1]
  local key = stanza.name
  if stanza.attr.type then
    key = key .. " " .. stanza.attr.type
  end
  if child then
    key = key .. " " .. child.name .. " " .. (child.attr.xmlns or "")
    if child.attr.xmlns == "urn:xmpp:jingle:1" then
      key = key .. " " .. child.attr.action
    end
  end
  return key
end

local function condition(stanza)
  local error = stanza:get_child("error")
  return error and error.tags[1] and error.tags[1].name or "without condition"
end

local function comes_in(stanza, session)
  count(received, kind(stanza))
  if stanza:get_child("ping", "urn:xmpp:ping") then
    pinged[session.username] = true
  end
  return stanza
end

local function goes_out(stanza, session)
  if stanza.name == "failure" or stanza.name == "stream:error" then
    count(refused, stanza.name .. " " .. (stanza.tags[1] and stanza.tags[1].name or ""))
  elseif stanza.attr and stanza.attr.type == "error" then
    count(refused, stanza.name .. " " .. condition(stanza))
  end
  return stanza
end

add_filter_hook(function (session)
  if session.type == "c2s_unauthed" then
    add_filter(session, "stanzas/in", comes_in)
    add_filter(session, "stanzas/out", goes_out)
  end
end)

module:hook("authentication-success", function (event)
  users[event.session.username] = true
end)

module:hook("resource-bind", function ()
  bound = bound + 1
end)

-- What waits for a client without presence is not kept.
module:hook("message/offline/handle", function ()
  return true
end)

module:depends("http")
module:provides("http", {
  name = "witness",
  default_path = "/witness",
  route = {
    GET = function (event)
      event.response.headers.content_type = "application/json"
      return json.encode({
        received = received,
        refused = refused,
        users = size(users),
        pinged = size(pinged),
        bound = bound,
        platform = module:shared("/*/platform/counts"),
      })
    end,
  },
})
