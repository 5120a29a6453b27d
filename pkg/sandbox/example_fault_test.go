package sandbox_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// A conversion whose answer is lost. It is there nevertheless.
func ExampleWithFaults() {
	platform := sandbox.New(sandbox.WithFaults(sandbox.Fault{
		Kind: sandbox.DropAfter, Operations: []string{"createConversion"}, Times: 1,
	}))
	defer platform.Close()
	w := platform.Wallex()
	ctx := context.Background()

	quote, err := w.V1.Conversions.Quote(ctx, conversions.QuoteConversionRequest{
		SellCurrency: "SGD", BuyCurrency: "USD", FixedSide: conversions.FixedSideSell, Amount: decimal.MustParse("100"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = w.V1.Conversions.Create(ctx, conversions.CreateConversionRequest{
		QuoteID: quote.QuoteID, ReferenceID: "C-1", UniqueReferenceID: true,
	})
	fmt.Println("ambiguous:", errors.Is(err, apierror.ErrAmbiguous))

	page, err := w.V1.Conversions.Find(ctx, conversions.FindConversionsRequest{ReferenceID: "C-1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("found:", len(page.Items))
	// Output:
	// ambiguous: true
	// found: 1
}
