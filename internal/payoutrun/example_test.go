package payoutrun_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/internal/payoutrun"
	"github.com/wallex-sdk/wallex-go/internal/progress"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func ExampleRun_Do() {
	platform := sandbox.New(sandbox.WithRateLimit(0, 0), sandbox.WithSettlement(0))
	defer platform.Close()
	client := platform.Wallex()
	ctx := context.Background()
	beneficiary, err := client.V1.Beneficiaries.Create(ctx, beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Acme", Country: "SG", Address: "Road 1", City: "Singapore",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			Country: "SG", Currency: "SGD", BankAccountHolderName: "Acme", BankName: "DBS", BICSwift: "DBSSSGSG", AccountNumber: "12345678",
		},
	})
	if err != nil {
		panic(err)
	}
	var file strings.Builder
	if err := payoutfile.WriteExample(&file, beneficiary.BeneficiaryID); err != nil {
		panic(err)
	}
	rows, err := payoutfile.Read(strings.NewReader(file.String()))
	if err != nil {
		panic(err)
	}
	folder, err := os.MkdirTemp("", "payments")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	journal, err := payoutjournal.Open(filepath.Join(folder, "payments.csv.journal"), payoutjournal.Header{Platform: "sandbox"},
		map[string]string{rows[0].Order.Reference: rows[0].Hash})
	if err != nil {
		panic(err)
	}
	defer journal.Close()
	results := payoutrun.Run{
		Client: client, Journal: journal, Workers: 8, GiveUp: time.Minute, Follow: time.Minute,
		Progress: progress.New(io.Discard, false),
	}.Do(ctx, rows)
	for _, result := range results {
		fmt.Println(result.Reference, result.Outcome, result.Price.Bought)
	}
	// Output: invoice-7 completed 1250.50
}
