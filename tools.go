//go:build tools

// Package tools pins the versions of what the project is built with.
package tools

import (
	_ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
)
