package sandbox_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collections"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/internaltransfers"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// TestMoneyIsConserved does random things, sensible and not, and checks after each of them that no money appeared or
// vanished: see audit.
func TestMoneyIsConserved(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := newWalk(t, seed)
			for i := range 220 {
				w.step()
				w.audit()
				if i%20 == 19 {
					w.auditAnswers()
				}
			}
			statuses := map[simplepayments.SimplePaymentStatus]bool{}
			for _, scope := range scopes {
				for _, p := range post[[]simplepayments.SimplePayment](w.caller, "/simple-payments/v1/find", scope) {
					statuses[p.Status] = true
				}
			}
			for _, status := range []simplepayments.SimplePaymentStatus{"completed", "rejected", "failed"} {
				require.Contains(t, statuses, status, "the walk must get around")
			}
			kinds := map[string]bool{}
			for _, entry := range w.sandbox.Books().Entries {
				kinds[entry.Kind] = true
			}
			for _, kind := range []string{"conversion", "collection", "internal_transfer"} {
				require.Contains(t, kinds, kind, "the walk must get around")
			}
		})
	}
}

// scopes are on whose behalf the walk acts.
var scopes = []object{{}, {"onBehalfOfAccount": "a1"}}

// owners are whose wallets those are in the books, and members the accounts of those.
var (
	owners  = []string{"partner", "account a1"}
	members = []string{"", "a1"}
)

// partnerAccount is the id of the account that the partner's own wallet belongs to.
const partnerAccount = "5d0c6a1e-64ff-4bd1-9d0e-3a7b2f0c8e11"

// walk is a random client.
type walk struct {
	*caller
	random        *rand.Rand
	beneficiaries []string // of each scope
	conversions   [][]string
	payments      [][]string
	collectors    []string // numbers of collection accounts
	seen          []history
}

func newWalk(t *testing.T, seed uint64) *walk {
	w := &walk{
		caller: connect(t,
			sandbox.WithTokenLifetime(10_000*time.Hour),
			sandbox.WithBalance("SGD", decimal.MustParse("3000")),
			sandbox.WithBalance("IDR", decimal.MustParse("20000000")),
			sandbox.WithBalance("JPY", decimal.MustParse("70000")),
		),
		random:      rand.New(rand.NewPCG(seed, 0)),
		conversions: make([][]string, len(scopes)),
		payments:    make([][]string, len(scopes)),
	}
	for _, scope := range scopes {
		w.beneficiaries = append(w.beneficiaries, w.beneficiary(scope, nil).BeneficiaryID)
		account := post[collections.CollectionAccount](w.bearer(), "/v2/collections/accounts", merge(scope, object{"currency": "SGD"}))
		w.collectors = append(w.collectors, account.BankDetails[0].AccountNumber)
		w.seen = append(w.seen, history{balances: map[string]decimal.Decimal{}, ids: map[string]bool{}})
	}
	return w
}

func pick[T any](w *walk, from ...T) T { return from[w.random.IntN(len(from))] }

// step does one random thing. Being refused is fine; what matters is what it does to the money.
func (w *walk) step() {
	scope := w.random.IntN(len(scopes))
	switch w.random.IntN(11) {
	case 0:
		w.sandbox.Advance(pick(w, 0, time.Second, time.Minute, time.Hour, 13*time.Hour))
	case 1, 2:
		quote := tried[conversions.ConversionQuote](w, "/conversions/v1/quote", scope, w.exchange())
		created := tried[conversions.Conversion](w, "/conversions/v1/create", scope, object{"quoteId": quote.QuoteID})
		w.conversions[scope] = append(w.conversions[scope], created.ConversionID)
	case 3, 4:
		tried[conversions.Conversion](w, "/conversions/v1/fund", scope, object{"conversionId": last(w.conversions[scope])})
	case 5:
		quote := tried[simplepayments.SimplePaymentQuote](w, "/simple-payments/v1/quote", scope, merge(w.exchange(), object{
			"beneficiaryId": w.beneficiaries[scope], "includeFee": pick(w, true, true, false),
		}))
		created := tried[simplepayments.SimplePayment](w, "/simple-payments/v1/create", scope, object{
			"quoteId": quote.QuoteID, "paymentReference": "x", "fundingSource": "INVESTMENTS", "purposeOfTransfer": "GDDS",
			"purposeOfTransferDescription": pick(w, "", "", "sandbox: fail", "sandbox: reject"),
		})
		w.payments[scope] = append(w.payments[scope], created.SimplePaymentID)
	case 6:
		_ = w.sandbox.SimulateFunding(members[scope], pick(w, "SGD", "JPY", "XXX"), w.sum())
	case 7:
		_ = w.sandbox.SimulateCollection(w.collectors[scope], w.sum())
	case 8:
		tried[internaltransfers.InternalTransfer](w, "/v2/transfers", scope, object{
			"receiverAccountId": pick(w, "a1", partnerAccount), "currency": pick(w, "SGD", "JPY"), "amount": w.sum(),
		})
	default:
		tried[simplepayments.SimplePayment](w, "/simple-payments/v1/fund", scope, object{"simplePaymentId": last(w.payments[scope])})
	}
}

// exchange is a random amount of one currency for another, sometimes far too much.
func (w *walk) exchange() object {
	sizes := map[string]float64{"SGD": 500, "USD": 5000, "IDR": 4_000_000, "JPY": 20_000}
	sell, buy, side := pick(w, "SGD", "USD", "IDR", "JPY"), pick(w, "SGD", "USD", "IDR", "JPY"), pick(w, "sell", "buy")
	fixed := map[string]string{"sell": sell, "buy": buy}[side]
	units := int64(w.random.Float64() * sizes[fixed] * pick(w, 0.01, 1, 1, 1, 100))
	amount := decimal.FromInt(units)
	if fixed == "SGD" || fixed == "USD" {
		amount, _ = decimal.New(units*100+w.random.Int64N(100), 2)
	}
	return object{"sellCurrency": sell, "buyCurrency": buy, "fixedSide": side, "amount": amount}
}

// sum is a random amount that may have cents, sometimes far too much.
func (w *walk) sum() decimal.Decimal {
	amount, _ := decimal.New(1+w.random.Int64N(pick[int64](w, 50, 50_000, 50_000, 5_000_000)), pick(w, 0, 2))
	return amount
}

func last(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return ids[len(ids)-1]
}

// tried calls an operation that may be refused, with a documented status.
func tried[T any](w *walk, path string, scope int, body object) (answer T) {
	w.t.Helper()
	client := w.caller
	if strings.HasPrefix(path, "/v2/") {
		client = w.bearer()
	}
	got := client.do("POST", path, merge(body, scopes[scope]))
	if got.status != http.StatusBadRequest {
		return result[T](w.caller, got)
	}
	require.NotEmpty(w.t, got.error(w.t).ErrorCode)
	return answer
}

// audit checks that the books balance and that each wallet's history has no gaps, never goes below zero and ends with
// what the books say.
func (w *walk) audit() {
	w.t.Helper()
	for i, scope := range scopes {
		seen := &w.seen[i]
		for _, change := range w.news(scope, seen) {
			before := seen.balances[change.Currency]
			require.Zero(w.t, change.AmountBefore.Cmp(before), "%s: a change begins with %s, the one before ended with %s", change.Currency, change.AmountBefore, before)
			require.GreaterOrEqual(w.t, change.AmountAfter.Sign(), 0)
			seen.balances[change.Currency] = change.AmountAfter
		}
	}
	books := w.sandbox.Books() // after the histories: looking at them opens the wallets
	require.NoError(w.t, books.Check())
	for i := range scopes {
		for currency, ended := range w.seen[i].balances {
			balance := books.Balance(ledger.Account{Kind: ledger.Wallet, Owner: owners[i]}, currency)
			require.Zero(w.t, balance.Cmp(ended), "%s: the balance is %s, the history ends with %s", currency, balance, ended)
		}
	}
}

// auditAnswers checks that the API answers with the balances that the histories end with.
func (w *walk) auditAnswers() {
	w.t.Helper()
	for i, scope := range scopes {
		for _, balance := range post[[]balances.Balance](w.caller, "/balances/v1/find", scope) {
			ended := w.seen[i].balances[balance.Currency]
			require.Zero(w.t, balance.Amount.Cmp(ended), "%s: the balance is %s, the history ends with %s", balance.Currency, balance.Amount, ended)
		}
	}
}

// history is how far the audit has read a wallet's history.
type history struct {
	balances map[string]decimal.Decimal
	ids      map[string]bool
	until    string // date of the newest change
}

// news returns the changes since the last audit, oldest first.
func (w *walk) news(scope object, seen *history) []balances.BalanceChange {
	w.t.Helper()
	filter := object{}
	if seen.until != "" {
		filter["startDate"] = seen.until
	}
	answer := w.do("POST", "/balances/v1/history", merge(scope, filter))
	require.LessOrEqual(w.t, pagination(w.t, answer).TotalPages, 1)
	changes := slices.DeleteFunc(result[[]balances.BalanceChange](w.caller, answer), func(change balances.BalanceChange) bool {
		known := seen.ids[change.ID]
		seen.ids[change.ID] = true
		return known
	})
	slices.Reverse(changes)
	if len(changes) > 0 {
		seen.until = changes[len(changes)-1].Date.String()
	}
	return changes
}
