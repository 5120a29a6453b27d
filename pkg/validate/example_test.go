package validate_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// A request is checked against the specification of its operation without being sent.
func ExampleRequest() {
	op, err := spec.Embedded.Find("wallex/v1/conversions.yaml", "quoteConversion")
	if err != nil {
		panic(err)
	}
	body := `{"buyCurrency": "usd", "sellCurrency": "SGD", "fixedSide": "buy", "amount": "abc"}`
	req, err := http.NewRequest(op.Method, "https://api.wallex.asia"+op.Path, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	wrong, err := validate.Request(op, req)
	if err != nil {
		panic(err)
	}
	for _, field := range wrong {
		fmt.Println(field.Name, field.Message)
	}
	// Output:
	// amount must be of type number
	// buyCurrency must match ^[A-Z]{3}$
}
