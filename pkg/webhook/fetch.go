package webhook

import (
	"context"
	"errors"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// ErrNothingToFetch says that an event is one of another platform, or of a kind that is not known.
var ErrNothingToFetch = errors.New("the event names nothing that can be fetched from this platform")

// Fetch asks Wallex for what an event is about and returns it as it is now, whatever the event says: a pointer to a
// generated type, such as *simplepayments.SimplePayment or *fundings.Funding. It may be called at any time, as often as
// wanted.
//
// It asks as the client does. Where Wallex does not find it or denies it and the event names an account, Fetch asks once
// more on behalf of that account; that a member's resource needs this is known of the sandbox only. Events of fundings and
// refunds name no account: give a client of the member for theirs.
//
// Payments and conversions of either version are fetched with the operations of version 1, which are documented; that
// these find what was made with version 2 is inferred. The error is [ErrNothingToFetch] or an *apierror.Error.
func Fetch(ctx context.Context, client *wallex.Client, event Event) (any, error) {
	retrieve := retrievalOf(event)
	if retrieve == nil {
		return nil, ErrNothingToFetch
	}
	resource, err := retrieve(ctx, client.Caller(), event.About)
	account := textOf(event.Body, "accountId")
	if account != "" && (errors.Is(err, apierror.ErrNotFound) || errors.Is(err, apierror.ErrForbidden)) {
		resource, err = retrieve(ctx, client.OnBehalfOfAccount(account).Caller(), event.About)
	}
	if err != nil {
		return nil, err
	}
	return resource, nil
}

func retrievalOf(event Event) func(context.Context, *operation.Caller, string) (any, error) {
	for _, n := range known() {
		if n.Platform == "wallex" && n.Platform == event.Platform && n.ID == event.Kind {
			return n.Retrieve
		}
	}
	return nil
}
