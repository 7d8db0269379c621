{{- define "softphone.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Objects of the cluster carry the namespace as well, so that two releases never share one. */}}
{{- define "softphone.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "softphone.fullname" .) -}}
{{- end }}

{{- define "softphone.serviceAccount" -}}
{{- if not (or .Values.serviceAccount.create .Values.serviceAccount.name) -}}
{{- fail "serviceAccount.name: required where serviceAccount.create is false, observed none" -}}
{{- end -}}
{{- default (include "softphone.fullname" .) .Values.serviceAccount.name -}}
{{- end }}

{{/* dict "root" $ "component" "operator" */}}
{{- define "softphone.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "softphone.labels" -}}
{{ include "softphone.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* dict "root" $ "image" .Values.operator.image */}}
{{- define "softphone.image" -}}
{{- $repository := .image.repository -}}
{{- if .image.registry }}{{ $repository = printf "%s/%s" .image.registry .image.repository }}{{ end -}}
{{- if .image.digest -}}
{{ $repository }}@{{ .image.digest }}
{{- else -}}
{{ $repository }}:{{ default .root.Chart.AppVersion .image.tag }}
{{- end -}}
{{- end }}

{{/* The namespaces whose tests are run, as a JSON list; not when it is all of them. */}}
{{- define "softphone.namespaces" -}}
{{- if .Values.watchNamespaces -}}
{{ uniq .Values.watchNamespaces | toJson }}
{{- else -}}
{{ list .Release.Namespace | toJson }}
{{- end -}}
{{- end }}

{{/* Where `helm test` runs its test. */}}
{{- define "softphone.testNamespace" -}}
{{- if .Values.watchAllNamespaces -}}
{{ .Release.Namespace }}
{{- else -}}
{{ include "softphone.namespaces" . | fromJsonArray | first }}
{{- end -}}
{{- end }}

{{/* The name that resolves from every namespace and that nobody in one of them can take. */}}
{{- define "softphone.simulatorHost" -}}
{{ include "softphone.fullname" . }}-simulator.{{ .Release.Namespace }}.svc
{{- end }}

{{- define "softphone.allowed" -}}
{{- $allowed := .Values.targets.allowed -}}
{{- if .Values.simulator.enabled -}}
{{- $allowed = append $allowed (include "softphone.simulatorHost" .) -}}
{{- end -}}
{{ join "," $allowed }}
{{- end }}

{{/* Whether the API server knows the kinds of the Prometheus operator: "true" or nothing. */}}
{{- define "softphone.monitoring" -}}
{{- if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}true{{ end -}}
{{- end }}

{{- define "softphone.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "softphone.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* What a pod that talks to the API server needs in place of the automounted token: one that expires after an hour. */}}
{{- define "softphone.tokenVolume" -}}
- name: token
  projected:
    sources:
      - serviceAccountToken: {path: token, expirationSeconds: 3600}
      - configMap:
          name: kube-root-ca.crt
          items: [{key: ca.crt, path: ca.crt}]
      - downwardAPI:
          items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]
{{- end }}

{{- define "softphone.tokenMount" -}}
- {name: token, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true}
{{- end }}

{{/* What every pod that talks to the API server sends. */}}
{{- define "softphone.apiServerEgress" -}}
- ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
- ports:
    {{- range .Values.networkPolicy.apiServer.ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
  {{- with .Values.networkPolicy.apiServer.cidrs }}
  to:
    {{- range . }}
    - {ipBlock: {cidr: {{ . | quote }}}}
    {{- end }}
  {{- end }}
{{- end }}

{{/* What the operator does in a namespace whose tests it runs. No Secrets: pods mount them, the kubelet reads them. */}}
{{- define "softphone.rules" -}}
- {apiGroups: [softphone.dev], resources: [softphoneloadtests], verbs: [get, list, watch, delete]}
- {apiGroups: [softphone.dev], resources: [softphoneloadtests/status], verbs: [patch]}
- {apiGroups: [softphone.dev], resources: [softphonerunners], verbs: [get, list, watch, create, patch]}
# To be given to runners, as get of configmaps: nobody may grant what he has not.
- {apiGroups: [softphone.dev], resources: [softphonerunners/status], verbs: [update]}
- {apiGroups: [""], resources: [configmaps], verbs: [get, list, watch, create, patch]}
- {apiGroups: [""], resources: [pods], verbs: [list, watch]}
- {apiGroups: [""], resources: [serviceaccounts], verbs: [create, patch]}
- {apiGroups: [""], resources: [events], verbs: [create, list]}
- {apiGroups: [batch], resources: [jobs], verbs: [list, watch, create, patch, delete]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [create, patch]}
{{- end }}
