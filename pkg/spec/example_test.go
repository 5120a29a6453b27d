package spec_test

import (
	"fmt"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// What the specification of Wallex's conversions says about creating one.
func Example() {
	op, err := spec.Embedded.Find("wallex/v1/conversions.yaml", "createConversion")
	if err != nil {
		panic(err)
	}
	fmt.Println(op.Method, op.Path)
	fmt.Println(op.Retry.Class, "by", op.Retry.Key)
	fmt.Println(op.Source())
	// Output:
	// POST /conversions/v1/create
	// keyed by referenceId
	// Source: https://docs.wallex.asia/, Section "Create a Conversion"
}
