package payout_test

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// inCardBubble runs a test with a client of the card platform and an order that may be changed.
func inCardBubble(
	t *testing.T, test func(t *testing.T, w *world, c *cardplatform.Client, order payout.DirectTransfer), options ...sandbox.Option,
) {
	t.Helper()
	inBubble(t, func(t *testing.T, w *world) {
		c, err := cardplatform.New(w.sandbox.CardCredentials(), w.sandbox.CardEncryption(),
			client.WithBaseURL("https://sandbox.example"), client.WithTransport(w.network))
		require.NoError(t, err)
		defer c.Close()
		holder, err := c.Users.Create(t.Context(), users.CreateUserRequest{
			FirstName: "Amina", LastName: "Rahman", Email: "amina.rahman@example.com", Status: users.UserStatusActive,
		})
		require.NoError(t, err)
		account, err := c.Wallets.CreateAccount(t.Context(), wallets.CreateAccountRequest{
			UserID: holder.ID, CurrencyID: 2, AccountType: "DIGITAL",
		})
		require.NoError(t, err)
		contact, err := c.Transfers.CreateContact(t.Context(), transfers.CreatePaymentContactRequest{
			Title: "Landlord", IBAN: "AE580300000002000007377", AccountTitle: "John Marsh",
		})
		require.NoError(t, err)
		test(t, w, c, payout.DirectTransfer{Reference: "rent-3", Request: transfers.InitiateDirectTransferRequest{
			SenderAccountID: strconv.Itoa(account.ID), PaymentContactID: strconv.Itoa(contact.ID),
			Purpose: transfers.TransferPurposeRent, Description: "Rent of March", Amount: 150_000,
		}})
		require.NoError(t, w.sandbox.CardBooks().Check())
	}, options...)
}

// Whatever fails, a request is sent again only where the platform cannot have taken it.
func TestDirectTransfer(t *testing.T) {
	const create = "direct-transfer"
	busy := answering(429, "application/json", `{"code":1005,"message":"Slow down"}`)
	for _, test := range []struct {
		name   string
		faults []fault
		want   payout.Outcome
		sent   int
		made   int
	}{
		{"nothing", nil, payout.Completed, 1, 1},
		{"no connection", []fault{noConnection}, payout.Completed, 2, 1},
		{"refused for now", []fault{busy}, payout.Completed, 2, 1},
		{"lost before", []fault{lost}, payout.Unknown, 1, 0},
		{"lost after", []fault{after(lost)}, payout.Unknown, 1, 1},
		{"truncated", []fault{truncated}, payout.Unknown, 1, 1},
		{"no answer", []fault{proxy}, payout.Unknown, 1, 0},
		{"late", []fault{late(time.Minute)}, payout.Unknown, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			inCardBubble(t, func(t *testing.T, w *world, c *cardplatform.Client, order payout.DirectTransfer) {
				w.network.script(create, test.faults...)
				began := time.Now()
				result, err := payout.NewCardPayer(c).Transfer(t.Context(), order)
				failure := requireOutcome(t, test.want, result, err)
				if failure != nil {
					require.ErrorIs(t, err, payout.ErrNoLookup)
					require.ErrorIs(t, err, apierror.ErrAmbiguous)
					require.Equal(t, payout.StepCreate, failure.Step)
					require.Equal(t, began, time.Now(), "there is nothing to wait for")
				}
				w.network.under.Wait()
				sent, _ := w.network.counts(create)
				require.Equal(t, test.sent, sent)

				order.Sent, order.ID = true, result.ID
				again, err := payout.NewCardPayer(c).Transfer(t.Context(), order)
				requireOutcome(t, test.want, again, err)
				require.Equal(t, result.ID, again.ID)
				sent, _ = w.network.counts(create)
				require.Equal(t, test.sent, sent, "never again")
				require.Equal(t, test.made, w.sandbox.Stats().Succeeded["cardplatform.initiateDirectTransfer"])
			})
		})
	}
}

func TestDirectTransferIsFollowed(t *testing.T) {
	inCardBubble(t, func(t *testing.T, w *world, c *cardplatform.Client, order payout.DirectTransfer) {
		w.network.script("retrieve", proxy, lost)
		notes := new(journal)
		result, err := payout.NewCardPayer(c, payout.WithJournal(notes), payout.WithFollow(0)).Transfer(t.Context(), order)
		requireOutcome(t, payout.Pending, result, err)
		require.Equal(t, "PENDING", result.Status)
		require.Equal(t, result.ID, strconv.Itoa(result.DirectTransfer.ID))

		order.ID = result.ID
		other := order
		other.Request.SenderAccountID = "1"
		wrong, err := payout.NewCardPayer(c).Transfer(t.Context(), other)
		requireOutcome(t, payout.Mismatch, wrong, err)
		result, err = payout.NewCardPayer(c, payout.WithJournal(notes)).Transfer(t.Context(), order)
		requireOutcome(t, payout.Completed, result, err)
		require.Equal(t, transactions.TransactionStatusSuccess, result.Transaction.Status)
		require.Equal(t, []string{
			"quote", "before create", "create PENDING", "end pending", "find PENDING", "follow SUCCESS", "end completed",
		}, notes.all())
	}, sandbox.WithSettlement(time.Hour))
}

func TestDirectTransferThatEndsBadly(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*payout.DirectTransfer)
		want   payout.Outcome
		kind   error
		sent   int
	}{
		{"fails", func(o *payout.DirectTransfer) { o.Request.Description = "sandbox fail" }, payout.Failed, nil, 1},
		{"the account does not hold enough", func(o *payout.DirectTransfer) { o.Request.Amount = 1e9 }, payout.Refused, nil, 1},
		{"no amount", func(o *payout.DirectTransfer) { o.Request.Amount = 0 }, payout.Refused, apierror.ErrValidation, 0},
		{"no contact", func(o *payout.DirectTransfer) { o.Request.PaymentContactID = "1" }, payout.Refused, apierror.ErrValidation, 1},
		{"no reference", func(o *payout.DirectTransfer) { o.Reference = "" }, payout.Refused, payout.ErrReference, 0},
		{"ID is a UUID", func(o *payout.DirectTransfer) { o.ID = "0b9c8a52-61f4" }, payout.Refused, payout.ErrID, 0},
		{"no such ID", func(o *payout.DirectTransfer) { o.ID = "999999" }, payout.Unknown, apierror.ErrValidation, 0},
		{"sent before, or not", func(o *payout.DirectTransfer) { o.Sent = true }, payout.Unknown, payout.ErrNoLookup, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			inCardBubble(t, func(t *testing.T, w *world, c *cardplatform.Client, order payout.DirectTransfer) {
				test.change(&order)
				result, err := payout.NewCardPayer(c).Transfer(t.Context(), order)
				requireOutcome(t, test.want, result, err)
				if test.kind != nil {
					require.ErrorIs(t, err, test.kind)
				}
				require.Empty(t, result.Refunds)
				sent, _ := w.network.counts("direct-transfer")
				require.Equal(t, test.sent, sent)
			})
		})
	}
}

// The payer stops with its context, and says that the money may be on its way.
func TestDirectTransferHangs(t *testing.T) {
	inCardBubble(t, func(t *testing.T, w *world, c *cardplatform.Client, order payout.DirectTransfer) {
		w.network.script("direct-transfer", after(hang))
		result, err := payout.NewCardPayer(c).Transfer(t.Context(), order)
		requireOutcome(t, payout.Unknown, result, err)
		synctest.Wait()
		require.NotContains(t, err.Error(), "call again")
	})
}
