package payout

import (
	"context"
	"errors"
	"strconv"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
)

// CardPayer makes direct transfers of the card platform. It holds no state between calls and is safe for concurrent use.
type CardPayer struct {
	client *cardplatform.Client
	settings
}

// NewCardPayer returns a payer that acts as the client does.
func NewCardPayer(client *cardplatform.Client, options ...Option) *CardPayer {
	return &CardPayer{client, configure(options)}
}

// DirectTransfer is a transfer to make from an account of the card platform to a payment contact.
type DirectTransfer struct {
	// Reference is what errors and the [Journal] call the transfer. The platform does not learn it. It must not be empty
	// nor begin or end with white space.
	Reference string
	// ID is the number of the transfer that an earlier call has made, which a [Journal] has kept: that one is followed to
	// its end, and nothing is sent.
	ID string
	// Sent says that a request for this transfer may have been sent before. Without the ID, nobody can know what became
	// of it, and nothing is sent. A [Journal] that has written down [Journal.Before] knows.
	Sent bool

	Request transfers.InitiateDirectTransferRequest
}

var (
	// ErrID says that the ID of a direct transfer is not a number.
	ErrID = errors.New("the ID of a direct transfer is a number")
	// ErrNoLookup says that no operation finds what may have been made.
	ErrNoLookup = errors.New("no operation finds a direct transfer whose answer was lost: " +
		"compare the transactions of the account by hand before you transfer again")
)

// Transfer makes the transfer and follows it to its end.
//
// It cannot promise what [Payer.Pay] does: the platform knows no reference of a transfer, and no operation finds one. So
// a request is sent at most once, unless it is certain that the platform has not taken it. Where the answer is lost, the
// outcome is [Unknown] with [ErrNoLookup], and calling again cannot find out. Two calls at once, and a second call
// with neither ID nor Sent, make two transfers. So keep a [Journal], and after a crash set what it has written down.
//
// The platform gives no reason for a transfer that has failed, and no code of its own for an account that does not hold
// enough: that is [Refused], with the platform's message. Of what an ID belongs to, only
// the sender's account is compared with the request: the documentation has two units for the amounts of transactions.
//
// Source: https://apidoc-issuance.vaultspay.dev/direct-transfers/initiate-transfer, and
// https://apidoc-issuance.vaultspay.dev/transactions/transaction-detail for its status
func (p *CardPayer) Transfer(ctx context.Context, order DirectTransfer) (Result, error) {
	r := &run{
		settings:  p.settings,
		resource:  directTransfer{p.client, order},
		id:        order.ID,
		elsewhere: order.ID != "",
		unknown:   order.Sent && order.ID == "",
		want:      terms{reference: order.Reference, sender: order.Request.SenderAccountID},
	}
	if _, err := strconv.Atoi(order.ID); err != nil && order.ID != "" {
		return r.end(ctx, r.fail(StepFind, Refused, ErrID))
	}
	return r.start(ctx)
}

// directTransfer is a transfer of the card platform as a resource.
type directTransfer struct {
	client *cardplatform.Client
	order  DirectTransfer
}

func (t directTransfer) quote(context.Context) (quote, error) { return quote{}, nil }

func (t directTransfer) create(ctx context.Context, _ string) (state, error) {
	return one(func(answer transfers.DirectTransfer) state {
		return t.state(answer.ID, string(answer.Status), 0, Resources{DirectTransfer: &answer})
	})(t.client.Transfers.Initiate(ctx, t.order.Request))
}

func (t directTransfer) retrieve(ctx context.Context, id string) (state, error) {
	number, err := strconv.Atoi(id)
	if err != nil {
		return state{}, err
	}
	return one(func(answer transactions.Transaction) state {
		return t.state(answer.ID, string(answer.Status), answer.SenderAccount.ID, Resources{Transaction: &answer})
	})(t.client.Transactions.Retrieve(ctx, number))
}

func (t directTransfer) state(id int, status string, sender int, answer Resources) state {
	return state{
		id: text(id), status: status, terms: terms{reference: t.order.Reference, sender: text(sender)}, resources: answer,
	}
}

// text is a number as the requests have it, "" where there is none.
func text(number int) string {
	if number == 0 {
		return ""
	}
	return strconv.Itoa(number)
}
