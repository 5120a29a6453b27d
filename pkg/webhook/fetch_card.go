package webhook

import (
	"context"
	"errors"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
)

// ErrNotListed says that no transaction in the listing has the UUID that an event names.
var ErrNotListed = errors.New("the transaction is not in the listing")

// FetchCard asks the card platform for what an event is about and returns it as it is now, whatever the event says: a
// [*cards.Card] or a [*transactions.Transaction]. It may be called at any time, as often as wanted.
//
// Events of transfers name a UUID, and no operation retrieves a transaction by it: FetchCard reads the listing, page by
// page from the first one, until it is found, which the context should limit. Whether the newest come first, and how soon
// a transaction is listed, is not documented. The error is [ErrNothingToFetch], [ErrNotListed] or an *apierror.Error.
func FetchCard(ctx context.Context, client *cardplatform.Client, event Event) (any, error) {
	switch about := event.Notification.(type) {
	case *cards.CardStatusNotification:
		card, err := client.Cards.Retrieve(ctx, cards.RetrieveCardRequest{Token: about.Card.Token})
		if err != nil {
			return nil, err
		}
		return card, nil
	case *transfers.TransferNotification:
		for transaction, err := range client.Transactions.ListAll(ctx, &transactions.ListTransactionsParams{}) {
			if err != nil {
				return nil, err
			}
			if transaction.TransactionID == about.TransactionID {
				return &transaction, nil
			}
		}
		return nil, ErrNotListed
	}
	return nil, ErrNothingToFetch
}
