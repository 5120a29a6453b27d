package apierror_test

import (
	"errors"
	"fmt"
	"io"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

func Example() {
	pay := func() error { // stands for a call of a client
		return &apierror.Error{
			Platform: "wallex", Operation: "createSimplePayment", Outcome: apierror.Ambiguous, Attempts: 1, Err: io.ErrUnexpectedEOF,
		}
	}
	err := pay()
	switch {
	case err == nil:
		fmt.Println("paid")
	case errors.Is(err, apierror.ErrAmbiguous):
		fmt.Println("look it up by its reference before anything else:", err)
	case errors.Is(err, apierror.ErrRateLimited):
		fmt.Println("nothing happened, try again in", apierror.Of(err).RetryAfter)
	}
	// Output:
	// look it up by its reference before anything else: wallex createSimplePayment: unexpected EOF (ambiguous)
}
