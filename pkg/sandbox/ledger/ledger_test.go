package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

var (
	alice   = ledger.Account{Kind: ledger.Wallet, Owner: "alice"}
	outside = ledger.Account{Kind: "outside"}
	fees    = ledger.Account{Kind: "fees"}
	noon    = time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)
)

func amount(text string) decimal.Decimal { return decimal.MustParse(text) }

func posting(from, to ledger.Account, text string) ledger.Posting {
	return ledger.Posting{From: from, To: to, Currency: "SGD", Amount: amount(text)}
}

func TestPost(t *testing.T) {
	for _, test := range []struct {
		name     string
		postings []ledger.Posting
		err      error
		left     string
	}{
		{"takes what is there", []ledger.Posting{posting(alice, outside, "100")}, nil, "0"},
		{"counts all postings together", []ledger.Posting{posting(alice, outside, "99.99"), posting(alice, fees, "0.02")}, ledger.ErrInsufficientFunds, "100"},
		{"nets postings in and out", []ledger.Posting{posting(alice, outside, "150"), posting(fees, alice, "60")}, nil, "10"},
		{"lets the platform's accounts go below zero", []ledger.Posting{posting(fees, outside, "5")}, nil, "100"},
		{"refuses balances that get too long", []ledger.Posting{posting(outside, alice, "0.0000000000000000001")}, decimal.ErrRange, "100"},
	} {
		t.Run(test.name, func(t *testing.T) {
			book := ledger.New()
			require.NoError(t, book.Post(ledger.Entry{Transaction: "t1", Kind: "funding", At: noon, Postings: []ledger.Posting{posting(outside, alice, "100")}}))
			require.ErrorIs(t, book.Post(ledger.Entry{Transaction: "t2", Kind: "payment", At: noon, Postings: test.postings}), test.err)
			require.Zero(t, book.Balance(alice, "SGD").Cmp(amount(test.left)), "left: %s", book.Balance(alice, "SGD"))
			require.NoError(t, book.Books().Check())
		})
	}
}

func TestMasterAccountsStayAboveZero(t *testing.T) {
	book := ledger.New()
	master := ledger.Account{Kind: ledger.Master, Owner: "alice"}
	require.ErrorIs(t, book.Post(ledger.Entry{Postings: []ledger.Posting{posting(master, outside, "1")}}), ledger.ErrInsufficientFunds)
	require.NoError(t, book.Post(ledger.Entry{Postings: []ledger.Posting{posting(outside, master, "1")}}))
	require.NoError(t, book.Books().Check())
}

func TestPostRefusesNegativeAmounts(t *testing.T) {
	book := ledger.New()
	require.Error(t, book.Post(ledger.Entry{Postings: []ledger.Posting{posting(outside, alice, "-1")}}))
	require.Empty(t, book.Books())
}

func TestChanges(t *testing.T) {
	book := ledger.New()
	require.NoError(t, book.Post(ledger.Entry{Transaction: "t1", Kind: "funding", At: noon, Postings: []ledger.Posting{posting(outside, alice, "100")}}))
	require.NoError(t, book.Post(ledger.Entry{Transaction: "t2", Kind: "payment", At: noon.Add(time.Hour), Postings: []ledger.Posting{
		posting(alice, outside, "30"), posting(alice, fees, "2.50"), posting(alice, fees, "0"),
	}}))
	require.NoError(t, book.Post(ledger.Entry{Transaction: "t3", Kind: "nothing", At: noon, Postings: []ledger.Posting{posting(alice, fees, "0")}}))

	changes := book.Changes(alice)
	require.Len(t, changes, 2, "one for each entry that moved something")
	second := changes[1]
	require.Equal(t, "payment", second.Kind)
	require.Equal(t, "t2", second.Transaction)
	require.Equal(t, noon.Add(time.Hour), second.At)
	require.Equal(t, changes[0].After, second.Before)
	require.Zero(t, second.After.Cmp(amount("67.5")))
	require.NotEqual(t, changes[0].ID, second.ID)
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	for name, spoil := range map[string]func(*ledger.Books){
		"a balance its postings do not make": func(b *ledger.Books) { b.Balances[0].Amount = amount("7") },
		"a posting without a balance":        func(b *ledger.Books) { b.Balances = b.Balances[:1] },
		"an entry that got lost":             func(b *ledger.Books) { b.Entries = nil },
		"a wallet below zero": func(b *ledger.Books) {
			b.Entries = []ledger.Entry{{Postings: []ledger.Posting{posting(alice, outside, "100")}}}
			for i := range b.Balances {
				b.Balances[i].Amount = b.Balances[i].Amount.Neg()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			book := ledger.New()
			require.NoError(t, book.Post(ledger.Entry{Postings: []ledger.Posting{posting(outside, alice, "100")}}))
			books := book.Books()
			require.NoError(t, books.Check())
			spoil(&books)
			require.Error(t, books.Check())
		})
	}
}

func TestBooksAreACopy(t *testing.T) {
	book := ledger.New()
	require.NoError(t, book.Post(ledger.Entry{Postings: []ledger.Posting{posting(outside, alice, "100")}}))
	books := book.Books()
	require.NoError(t, book.Post(ledger.Entry{Postings: []ledger.Posting{posting(alice, outside, "40")}}))
	require.Len(t, books.Entries, 1)
	require.Zero(t, books.Balance(alice, "SGD").Cmp(amount("100")))
	require.Zero(t, books.Balance(alice, "USD").Sign())
	require.Equal(t, "wallet of alice", alice.String())
	require.Equal(t, "fees", fees.String())
}
