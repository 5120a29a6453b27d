package sandbox_test

import (
	"context"
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// A quote that nobody used in time.
func Example() {
	platform := sandbox.New(sandbox.WithQuoteLifetime(time.Minute)) // in a test: sandbox.Start(t)
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
	platform.Advance(time.Minute)
	_, err = w.V1.Conversions.Create(ctx, conversions.CreateConversionRequest{QuoteID: quote.QuoteID})
	fmt.Println(apierror.Of(err).Code, apierror.Of(err).Outcome)
	// Output: conversion_quote_not_exists rejected
}
