package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// settlement is how long the sandbox takes to pay out what was funded.
const settlement = 300 * time.Millisecond

// webhookHeader and webhookSecret are what notifications are recognised by.
const webhookHeader, webhookSecret = "X-Webhook-Secret", "chaos"

// platformTask is what the sandbox is to do.
type platformTask struct {
	Seed    uint64
	Webhook string
}

// address is how to reach the sandbox. Its credentials are no secret.
type address struct{ URL, APIKey, AccessKeyID, SecretAccessKey string }

func (a address) credentials() wallex.Credentials {
	return wallex.Credentials{
		APIKey: secret.New(a.APIKey), AccessKeyID: secret.New(a.AccessKeyID), SecretAccessKey: secret.New(a.SecretAccessKey),
	}
}

// serve is the role of the sandbox. It prints its address.
func serve(ctx context.Context, task platformTask) error {
	options := []sandbox.Option{
		sandbox.WithRateLimit(0, 0),
		sandbox.WithSettlement(settlement),
		sandbox.WithQuoteLifetime(5 * time.Second),
		sandbox.WithRedelivery(200 * time.Millisecond),
		sandbox.WithWebhook(task.Webhook, http.Header{webhookHeader: {webhookSecret}}),
		sandbox.WithSeed(task.Seed),
	}
	for currency, amount := range opening {
		options = append(options, sandbox.WithBalance(currency, amount))
	}
	s := sandbox.New(options...)
	if err := s.Listen("127.0.0.1:0"); err != nil {
		return err
	}
	defer s.Close()
	c := s.Credentials()
	at := address{s.URL(), c.APIKey.Reveal(), c.AccessKeyID.Reveal(), c.SecretAccessKey.Reveal()}
	if err := json.NewEncoder(os.Stdout).Encode(at); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// control asks a sandbox in another process what no client can. The answer is read into into unless that is nil.
func control(ctx context.Context, method, url string, body, into any) error {
	written, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(written))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s", method, url, resp.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(into)
}
