package payoutjournal_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

func ExampleOpen() {
	folder, err := os.MkdirTemp("", "journal")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "payments.csv.journal")
	header := payoutjournal.Header{Platform: "https://platform.example"}
	for range 2 { // the second process finds what the first one was about to send
		journal, err := payoutjournal.Open(path, header, map[string]string{"invoice-7": "hash of the row"})
		if err != nil {
			panic(err)
		}
		fmt.Println("invoice-7 was begun:", journal.States["invoice-7"].Made())
		entry := payout.Entry{Reference: "invoice-7", Step: payout.StepCreate}
		if err := journal.Before(context.Background(), entry); err != nil {
			panic(err)
		}
		if err := journal.Close(); err != nil {
			panic(err)
		}
	}
	// Output:
	// invoice-7 was begun: false
	// invoice-7 was begun: true
}
