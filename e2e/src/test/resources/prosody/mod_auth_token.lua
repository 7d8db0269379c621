-- A user's password is authKey: and the user's token, and the user name in PLAIN is the bare JID: so the platform's client
-- sends it. Every user exists.
local new_sasl = require "util.sasl".new
local jid_split = require "util.jid".split

local provider = {}

function provider.test_password(username, password)
  return password == "authKey:token-of-" .. username
end

function provider.user_exists()
  return true
end

function provider.get_sasl_handler()
  return new_sasl(module.host, {
    nodeprep = false,
    plain_test = function (sasl, jid, password)
      local node, host, resource = jid_split(jid)
      if not node or host ~= module.host or resource then
        return false, nil
      end
      sasl.username = node
      return provider.test_password(node, password), true
    end,
  })
end

module:provides("auth", provider)
