package ledger_test

import (
	"fmt"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// A wallet cannot spend more than it holds, and the books always balance.
func Example() {
	book := ledger.New()
	bank, wallet := ledger.Account{Kind: "bank"}, ledger.Account{Kind: ledger.Wallet, Owner: "partner"}
	pay := func(from, to ledger.Account, amount string) error {
		return book.Post(ledger.Entry{Kind: "example", Postings: []ledger.Posting{
			{From: from, To: to, Currency: "SGD", Amount: decimal.MustParse(amount)},
		}})
	}
	fmt.Println(pay(bank, wallet, "100"))
	fmt.Println(pay(wallet, bank, "100.01"))
	fmt.Println(book.Balance(wallet, "SGD"), book.Books().Check())
	// Output:
	// <nil>
	// insufficient funds
	// 100 <nil>
}
