// Package api holds the OpenAPI files of all platforms, the single source of truth of this project. They are
// hand-written, one file per domain, but for the openapi.yaml of each platform, which `make generate` writes.
package api

import "embed"

// Files are the specifications under their paths: wallex/v1/conversions.yaml.
//
//go:embed */*.yaml */*/*.yaml
var Files embed.FS
