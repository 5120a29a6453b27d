package payout_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func ExamplePayer_Pay() {
	platform := sandbox.New(sandbox.WithRateLimit(0, 0), sandbox.WithSettlement(0))
	defer platform.Close()
	client := platform.Wallex()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()

	beneficiary, err := client.V1.Beneficiaries.Create(ctx, beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Acme", Country: "SG", Address: "Road 1", City: "Singapore",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			Country: "SG", Currency: "SGD", BankAccountHolderName: "Acme", BankName: "DBS", BICSwift: "DBSSSGSG", AccountNumber: "12345678",
		},
	})
	if err != nil {
		panic(err)
	}
	payer := payout.New(client, payout.WithPauses(time.Millisecond, time.Second), payout.WithTolerance(decimal.MustParse("0.005")))
	for range 2 { // as often as it takes
		result, err := payer.Pay(ctx, payout.Order{
			Reference: "invoice-7", BeneficiaryID: beneficiary.BeneficiaryID,
			SellCurrency: "USD", BuyCurrency: "SGD", Amount: decimal.MustParse("250.50"),
			PaymentReference: "Invoice 7", Purpose: "GDDS", FundingSource: simplepayments.FundingSourceCompanyBankAccount,
		})
		switch {
		case errors.Is(err, payout.InsufficientFunds):
			fmt.Println("fill up the wallet, then run this again")
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Println(result.Reference, "is", result.Outcome, "for", result.Price.Bought, "SGD")
		}
	}
	fmt.Println(platform.Stats().Succeeded["createSimplePayment"], "payment")
	// Output:
	// invoice-7 is completed for 250.50 SGD
	// invoice-7 is completed for 250.50 SGD
	// 1 payment
}
