-- One server for one test, on loopback. ${…} is filled in by the test.
pidfile = "${directory}/prosody.pid"
data_path = "${directory}/data"
plugin_paths = { "${directory}/modules" }
run_as_root = true -- the test's own user, whoever that is
log = { { levels = { min = "warn" }, to = "file", filename = "${directory}/prosody.log" } }

interfaces = { "127.0.0.1" }
http_interfaces = { ${interfaces} }
http_ports = { ${port} }
https_ports = {}
c2s_ports = {}
s2s_ports = {}
http_default_host = "${domain}"
network_settings = { tcp_backlog = 4096 } -- all may come at one time

modules_enabled = { "saslauth", "disco", "ping", "websocket", "external_services", "witness"${modules} }
modules_disabled = { "s2s", "tls" }
storage = "memory"
http_paths = { websocket = "/stream/channels/*" } -- each channel is an address of its own
consider_websocket_secure = true

external_services = {
  { type = "stun", host = "127.0.0.1", port = 3478, transport = "udp" },
  { type = "turn", host = "127.0.0.1", port = 3478, transport = "udp", username = "softphone", secret = "not-a-secret" },
}

VirtualHost "${domain}"
  authentication = "token"

Component "org.gjoll.test" "platform"
  platform_users = "${domain}"

${components}
