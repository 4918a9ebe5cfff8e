{{- /* The release: what images are tagged with, and migrations are named by. */ -}}
{{- define "kaitong.version" -}}
{{ .Values.version | default .Chart.AppVersion }}
{{- end }}

{{- /* An image of ours by its name: (list . "orders"). */ -}}
{{- define "kaitong.image" -}}
{{- $top := index . 0 }}{{ $name := index . 1 }}{{ $images := $top.Values.images -}}
{{- $path := list $images.registry $images.repository $name | compact | join "/" -}}
{{- $digest := index $images.digests $name -}}
{{ $path }}:{{ include "kaitong.version" $top }}{{ with $digest }}@{{ . }}{{ end }}
{{- end }}
