package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// evidence is what is there to audit at the end of a run.
type evidence struct {
	reports map[int][]payout.Outcome // by the number of the order: what every worker that had to pay it said
	books   sandbox.Audit
	stats   sandbox.Stats
	notes   []string // the keys of the notifications that were handled
	kills   int
}

// run starts all processes, kills them as planned, and returns what came of it.
func run(ctx context.Context, p plan, progress io.Writer) (e evidence, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer http.DefaultClient.CloseIdleConnections()
	folder, err := os.MkdirTemp("", "chaos")
	if err != nil {
		return e, err
	}
	defer os.RemoveAll(folder)
	notes := filepath.Join(folder, "notes")

	listener, webhook, err := listen()
	if err != nil {
		return e, err
	}
	defer listener.Close()
	platform, at, err := startPlatform(ctx, p.seed, webhook)
	if err != nil {
		return e, err
	}
	defer func() { err = errors.Join(err, platform.dismiss()) }()
	calm, err := connect(at, false)
	if err != nil {
		return e, err
	}
	defer calm.Close()
	beneficiaryID, err := prepare(ctx, calm)
	if err != nil {
		return e, err
	}
	if err := control(ctx, http.MethodPost, at.URL+"/sandbox/faults", faults(), nil); err != nil {
		return e, err
	}

	c := newCrew(p, workerTask{Address: at, BeneficiaryID: beneficiaryID, Forgetful: p.forgetful}, progress)
	dismissReceiver := c.keepReceiving(ctx, listener, notes)
	defer func() { err = errors.Join(err, dismissReceiver()) }()
	if err := c.pay(ctx); err != nil {
		return e, err
	}
	e.reports, e.kills = c.reports, c.killed
	if err := control(ctx, http.MethodPost, at.URL+"/sandbox/faults", []sandbox.Fault{}, nil); err != nil {
		return e, err
	}
	if err := settle(ctx, calm); err != nil {
		return e, err
	}
	return e, e.collect(ctx, at, notes)
}

// listen returns a listener as a file, for other processes to take over, and its address.
func listen() (file *os.File, url string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	defer listener.Close() // the file is a copy that stays open
	file, err = listener.(*net.TCPListener).File()
	return file, "http://" + listener.Addr().String(), err
}

func startPlatform(ctx context.Context, seed uint64, webhook string) (*process, address, error) {
	var at address
	platform, err := start(ctx, "sandbox", platformTask{seed, webhook})
	if err != nil {
		return nil, at, err
	}
	platform.lines.Scan()
	if err := json.Unmarshal(platform.lines.Bytes(), &at); err != nil {
		return nil, at, errors.Join(fmt.Errorf("the sandbox does not start: %w", err), platform.dismiss())
	}
	return platform, at, nil
}

// prepare makes what the payments need, before anything goes wrong.
func prepare(ctx context.Context, w *wallex.Client) (beneficiaryID string, err error) {
	if _, err := w.V1.Balances.Retrieve(ctx, "USD", nil); err != nil { // opens the wallet
		return "", err
	}
	created, err := w.V1.Beneficiaries.Create(ctx, beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Acme", Country: "SG", Address: "Road 1", City: "Singapore",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			Country: "SG", Currency: "SGD", BankAccountHolderName: "Acme", BankName: "DBS", BICSwift: "DBSSSGSG", AccountNumber: "12345678",
		},
	})
	if err != nil {
		return "", err
	}
	return created.BeneficiaryID, nil
}

// settle lets everything take effect that is still held back: what is late by the clock, and what waits for a lookup, by
// looking all up.
func settle(ctx context.Context, w *wallex.Client) error {
	if err := pause(ctx, lateBy); err != nil {
		return err
	}
	var ids []string
	for range 2 { // the first listing lets creates take effect
		ids = ids[:0]
		for each, err := range w.V1.SimplePayments.FindAll(ctx, simplepayments.FindSimplePaymentsRequest{}) {
			if err != nil {
				return err
			}
			ids = append(ids, each.SimplePaymentID)
		}
	}
	for _, id := range ids {
		if _, err := w.V1.SimplePayments.Retrieve(ctx, id, nil); err != nil {
			return err
		}
	}
	return nil
}

// patience is how long the last payments and notifications may take.
const patience = 20 * time.Second

// collect reads what there is to audit, when nothing is under way any longer.
func (e *evidence) collect(ctx context.Context, at address, notes string) (err error) {
	for until := time.Now().Add(patience); ; {
		e.books, e.stats = sandbox.Audit{}, sandbox.Stats{}
		if err := control(ctx, http.MethodGet, at.URL+"/sandbox/books", nil, &e.books); err != nil {
			return err
		}
		if err := control(ctx, http.MethodGet, at.URL+"/sandbox/stats", nil, &e.stats); err != nil {
			return err
		}
		if e.notes, err = readNotes(notes); err != nil {
			return err
		}
		over := len(e.notes)+e.stats.Undelivered >= announced(e.books.Payments) && !underWay(e.books.Payments)
		if over || time.Now().After(until) {
			return nil
		}
		if err := pause(ctx, settlement); err != nil {
			return err
		}
	}
}

// pause waits, unless the context ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
