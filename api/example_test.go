package api_test

import (
	"fmt"
	"io/fs"

	"github.com/wallex-sdk/wallex-go/api"
)

// The files can be served, copied or handed to any OpenAPI tool.
func Example() {
	text, err := fs.ReadFile(api.Files, "wallex/v1/conversions.yaml")
	fmt.Println(string(text[:14]), err)
	// Output: openapi: 3.0.3 <nil>
}
