# shellcheck shell=bash disable=SC2154 # set by those that source this
# One authority, and a certificate of it for everyone, good as server's and client's.

authority() {
  mkdir -p "$pki"
  if [ ! -s "$pki/ca.crt" ]; then
    openssl ecparam -name prime256v1 -genkey -noout -out "$pki/ca.key"
    openssl req -x509 -new -key "$pki/ca.key" -subj "/CN=$id" -days 365 -addext basicConstraints=critical,CA:TRUE \
      -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature -out "$pki/ca.crt"
  fi
  if [ ! -s "$pki/tokens.pub" ]; then # signs the tokens of ServiceAccounts
    openssl ecparam -name prime256v1 -genkey -noout -out "$pki/tokens.key"
    openssl ec -in "$pki/tokens.key" -pubout -out "$pki/tokens.pub" 2>/dev/null
  fi
}

# certificate NAME SUBJECT [SUBJECT_ALT_NAMES]
certificate() {
  [ ! -s "$pki/$1.crt" ] || return 0
  openssl ecparam -name prime256v1 -genkey -noout -out "$pki/$1.key"
  openssl req -new -key "$pki/$1.key" -subj "$2" |
    openssl x509 -req -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -set_serial "0x$(openssl rand -hex 16)" -days 365 \
      -extfile <(printf '%s\n' basicConstraints=CA:FALSE keyUsage=digitalSignature,keyEncipherment \
        extendedKeyUsage=serverAuth,clientAuth "${3:+subjectAltName=$3}") -out "$pki/$1.crt" 2>/dev/null
}

# kubeconfig NAME FILE: for who has the certificate of that name.
kubeconfig() {
  [ ! -s "$2" ] || return 0
  jq -n --arg server "$server" --arg ca "$(base64 -w0 "$pki/ca.crt")" --arg crt "$(base64 -w0 "$pki/$1.crt")" \
    --arg key "$(base64 -w0 "$pki/$1.key")" '{apiVersion: "v1", kind: "Config", "current-context": "cluster",
      clusters: [{name: "cluster", cluster: {server: $server, "certificate-authority-data": $ca}}],
      users: [{name: "user", user: {"client-certificate-data": $crt, "client-key-data": $key}}],
      contexts: [{name: "cluster", context: {cluster: "cluster", user: "user"}}]}' >"$2.new"
  mv "$2.new" "$2"
}
