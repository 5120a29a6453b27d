package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// inbox is a server on this machine that the card platform notifies.
type inbox struct {
	server   *http.Server
	url      string
	received chan notification
}

// notification is one of the status of a card or of a transfer: their fields have different names. Nothing else is known
// of who sends it, so what it says is worth a look, and no more.
type notification struct {
	Type          string                    `json:"type"`
	Card          cards.NotifiedCard        `json:"card"`
	TransactionID string                    `json:"transactionId"`
	Status        json.RawMessage           `json:"status"`
	Outcome       transfers.TransferOutcome `json:"-"`
}

// newInbox starts the server. The caller closes it.
func newInbox() (*inbox, error) {
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	i := &inbox{url: "http://" + port.Addr().String(), received: make(chan notification, 100)}
	i.server = &http.Server{Handler: i, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = i.server.Serve(port) }() // ends with close
	return i, nil
}

func (i *inbox) close() { _ = i.server.Close() }

// deliver is the option that has a sandbox notify the inbox.
func (i *inbox) deliver() sandbox.Option { return sandbox.WithCardWebhook(i.url, nil) }

func (i *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var n notification
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&n); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	_ = json.Unmarshal(n.Status, &n.Outcome) // that of a card is an object
	select {
	case i.received <- n:
	default:
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

// wait returns the first notification that is meant. They come in any order; the others are dropped.
func (i *inbox) wait(ctx context.Context, meant func(notification) bool) (notification, error) {
	for {
		select {
		case n := <-i.received:
			if meant(n) {
				return n, nil
			}
		case <-ctx.Done():
			return notification{}, context.Cause(ctx)
		}
	}
}
