{{- define "jishi.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "jishi.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "jishi.labels" -}}
{{ include "jishi.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* The image of a track: {root, image}; what the track does not say is stable's. */}}
{{- define "jishi.image" -}}
{{- $stable := .root.Values.image -}}
{{- $tag := default $stable.tag .image.tag | default .root.Chart.AppVersion -}}
{{- $digest := .image.digest -}}
{{- if and (not $digest) (not .image.tag) -}}{{- $digest = $stable.digest -}}{{- end -}}
{{- if $digest -}}{{ $stable.repository }}@{{ $digest }}{{- else -}}{{ $stable.repository }}:{{ $tag }}{{- end -}}
{{- end -}}

{{- define "jishi.secretName" -}}
{{- default (include "jishi.fullname" .) .Values.secrets.existing -}}
{{- end -}}

{{/* Names of the secrets, as a list in YAML. */}}
{{- define "jishi.secretNames" -}}
{{- if .Values.secrets.existing -}}
{{ toYaml .Values.secrets.names }}
{{- else if .Values.secrets.given -}}
{{ keys .Values.secrets.given | sortAlpha | toYaml }}
{{- else -}}
{{ fail "secrets are missing: name a Secret in secrets.existing, or give them in secrets.given" }}
{{- end -}}
{{- end -}}

{{/* Variables of the shop: {root, jobs}, and own, the context apart it is for. */}}
{{- define "jishi.environment" -}}
- { name: NODE_ENV, value: production }
- { name: PORT, value: '3000' }
- { name: MANAGEMENT_PORT, value: '9090' }
- { name: BACKGROUND_JOBS, value: {{ .jobs | quote }} }
{{- with .own }}
- { name: OWN_CONTEXT, value: {{ . }} }
{{- end }}
- name: PUBLIC_BASE_URL
  value: {{ required "publicBaseUrl is missing: the https address that shoppers reach" .root.Values.publicBaseUrl | quote }}
{{- range $name := include "jishi.secretNames" .root | fromYamlArray }}
- name: {{ $name }}_FILE
  value: /run/secrets/jishi/{{ $name }}
{{- end }}
{{- range $name, $value := .root.Values.config }}
- name: {{ $name }}
  {{- /* Numbers of a values file are floats: 1000000 would become 1e+06. */}}
  value: {{ ternary ($value | int64) $value (kindIs "float64" $value) | quote }}
{{- end }}
{{- end -}}

{{- define "jishi.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "jishi.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* Where pods go, and with which right to pull their image. */}}
{{- define "jishi.placement" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "jishi.uploadsClaim" -}}
{{- if not .Values.config.UPLOADS_S3_ENDPOINT -}}
{{- default (printf "%s-uploads" (include "jishi.fullname" .)) .Values.uploads.existingClaim -}}
{{- end -}}
{{- end -}}

{{/* One version of the shop, or a context apart: {root, track, replicas, image, jobs, own}. */}}
{{- define "jishi.deployment" -}}
{{- $root := .root -}}
{{- $name := include "jishi.fullname" $root -}}
{{- $claim := include "jishi.uploadsClaim" $root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}-{{ .track }}
  labels:
    {{- include "jishi.labels" $root | nindent 4 }}
    app.kubernetes.io/component: shop
    track: {{ .track }}
spec:
  {{- if .replicas }}
  replicas: {{ .replicas | int }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels:
      {{- include "jishi.selector" $root | nindent 6 }}
      track: {{ .track }}
  template:
    metadata:
      labels:
        {{- include "jishi.selector" $root | nindent 8 }}
        app.kubernetes.io/component: shop
        track: {{ .track }}
        {{- if $root.Values.istio.enabled }}
        sidecar.istio.io/inject: 'true'
        {{- end }}
      annotations:
        # Configuration is read at the start: pods follow what changes here.
        checksum/config: {{ toYaml (list $root.Values.config $root.Values.secrets $root.Values.publicBaseUrl) | sha256sum }}
        {{- if $root.Values.istio.enabled }}
        # The shop stops before its way to the database does, and starts after it.
        proxy.istio.io/config: '{"holdApplicationUntilProxyStarts": true, "terminationDrainDuration": "20s"}'
        {{- end }}
        {{- with $root.Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      # 5 s until nobody sends requests here any more, 10 s for the shop to end what is in flight, and some to spare.
      terminationGracePeriodSeconds: 20
      securityContext:
        {{- include "jishi.podSecurity" $root | nindent 8 }}
      topologySpreadConstraints:
        {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
        - maxSkew: 1
          topologyKey: {{ $key }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "jishi.selector" $root | nindent 14 }}
              track: {{ $.track }}
        {{- end }}
      {{- include "jishi.placement" $root | nindent 6 }}
      containers:
        - name: shop
          image: {{ include "jishi.image" (dict "root" $root "image" .image) }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          ports:
            - { name: http, containerPort: 3000 }
            - { name: management, containerPort: 9090 }
          env:
            {{- include "jishi.environment" . | nindent 12 }}
          securityContext:
            {{- include "jishi.containerSecurity" $root | nindent 12 }}
          resources:
            {{- toYaml $root.Values.resources | nindent 12 }}
          # 30 s for the database, 60 s for migrations, and some to spare.
          startupProbe:
            httpGet: { path: /health/live, port: management }
            periodSeconds: 1
            failureThreshold: 120
          livenessProbe:
            httpGet: { path: /health/live, port: management }
            periodSeconds: 10
            timeoutSeconds: 5
          readinessProbe:
            httpGet: { path: /health/ready, port: management }
            periodSeconds: 5
            timeoutSeconds: 3
          lifecycle:
            preStop:
              exec: { command: [sleep, '5'] }
          volumeMounts:
            - { name: secrets, mountPath: /run/secrets/jishi, readOnly: true }
            - { name: tmp, mountPath: /tmp }
            {{- if $claim }}
            - { name: uploads, mountPath: /var/lib/jishi/uploads }
            {{- end }}
      volumes:
        - name: secrets
          secret: { secretName: {{ include "jishi.secretName" $root }}, defaultMode: 288 }
        - name: tmp
          emptyDir: { sizeLimit: 64Mi }
        {{- if $claim }}
        - name: uploads
          persistentVolumeClaim: { claimName: {{ $claim }} }
        {{- end }}
{{- end -}}
