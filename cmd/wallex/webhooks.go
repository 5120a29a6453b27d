package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// newWebhooks returns the commands for notifications.
func newWebhooks() *cobra.Command {
	cmd := &cobra.Command{Use: "webhooks", Short: "Receive the notifications of platforms"}
	cmd.AddCommand(newListen())
	return group(cmd)
}

// listener prints notifications, and forwards them.
type listener struct {
	addr, forward, output string
	secretHeaders         []string

	header http.Header // of what is forwarded: the first value of each secret
	client *http.Client
	ended  context.Context // ends what is still being forwarded
	mu     sync.Mutex      // held while something is printed
	out    io.Writer
	log    io.Writer
}

// newListen returns the command that prints notifications until it is interrupted.
func newListen() *cobra.Command {
	l := &listener{header: http.Header{}}
	cmd := &cobra.Command{
		Use:   "listen",
		Short: "Print the notifications that arrive, and forward them",
		Long: "Print the notifications that arrive until it is interrupted. A notification counts as received when it was\n" +
			"printed and, with --forward, was answered there with 200; otherwise the platform is told to send it again. One\n" +
			"that was received is neither printed nor forwarded when it comes again within an hour. Refused requests,\n" +
			"failures and the address go to standard error.",
		Example: "  wallex webhooks listen --secret-header X-Secret=s3cret --forward http://localhost:3000/webhooks\n" +
			"  wallex sandbox --webhook http://127.0.0.1:8090 --webhook-header 'X-Secret: s3cret'",
		Args: exactly(0),
		RunE: l.run,
	}
	flags := cmd.Flags()
	flags.StringVar(&l.addr, "addr", "127.0.0.1:8090", "address to listen on; port 0 is any free one")
	flags.StringVar(&l.forward, "forward", "", "`URL` to forward notifications to")
	flags.StringArrayVar(&l.secretHeaders, "secret-header", nil,
		"refuse requests without this header, as `Name=value`; can be repeated, one value of each name is needed")
	flags.StringVar(&l.output, "output", "text", "text or json, an object in each line")
	complete(cmd, "output", "text", "json")
	return cmd
}

func (l *listener) run(cmd *cobra.Command, _ []string) error {
	options, err := l.options(cmd)
	if err != nil {
		return err
	}
	handler, err := webhook.New(l.receive, options...)
	if err != nil {
		return usage(cmd, "%w", err)
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment}
	defer transport.CloseIdleConnections()
	l.client = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var end context.CancelFunc
	l.ended, end = context.WithCancel(context.WithoutCancel(cmd.Context()))
	defer end()
	l.out, l.log = cmd.OutOrStdout(), cmd.ErrOrStderr()
	return l.serve(cmd.Context(), handler)
}

// options checks the flags. Secrets do not show in errors.
func (l *listener) options(cmd *cobra.Command) ([]webhook.Option, error) {
	to, err := url.Parse(l.forward)
	switch {
	case l.output != "text" && l.output != "json":
		return nil, usage(cmd, "--output must be text or json")
	case l.forward != "" && (err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == ""):
		return nil, usage(cmd, "--forward must be a URL such as http://localhost:3000/webhooks")
	}
	options := []webhook.Option{webhook.WithObserver(l.observe)}
	for _, each := range l.secretHeaders {
		name, value, _ := strings.Cut(each, "=")
		if name == "" || value == "" || strings.ContainsAny(name, " \t:") {
			return nil, usage(cmd, "--secret-header must look like Name=value")
		}
		options = append(options, webhook.WithSecret(name, secret.New(value)))
		if l.header.Get(name) == "" {
			l.header.Set(name, value)
		}
	}
	return options, nil
}

// serve serves until the context ends, and lets requests under way finish.
func (l *listener) serve(ctx context.Context, handler http.Handler) error {
	listening, err := net.Listen("tcp", l.addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(l.log, "listening on http://%s\n", listening.Addr())
	server := &http.Server{Handler: handler, ReadTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listening) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		_ = server.Close()
	}
	<-ended
	return nil
}

// receive prints a notification and forwards it.
func (l *listener) receive(ctx context.Context, event webhook.Event) error {
	line, err := l.line(event)
	if err != nil {
		return err
	}
	l.mu.Lock()
	_, err = fmt.Fprintln(l.out, line)
	l.mu.Unlock()
	if err != nil || l.forward == "" {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(l.ended, cancel)()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.forward, bytes.NewReader(event.Body))
	if err != nil {
		return err
	}
	req.Header = l.header.Clone()
	req.Header.Set("Content-Type", "application/json")
	resp, err := l.client.Do(req)
	if err != nil {
		return err
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the receiver of --forward answered %d", resp.StatusCode)
	}
	return nil
}

// line returns what is printed of a notification.
func (l *listener) line(event webhook.Event) (string, error) {
	if l.output == "json" {
		line, err := json.Marshal(struct {
			Platform string          `json:"platform,omitempty"`
			Kind     string          `json:"kind,omitempty"`
			About    string          `json:"about,omitempty"`
			Body     json.RawMessage `json:"body"`
		}{event.Platform, event.Kind, event.About, event.Body})
		return string(line), err
	}
	kind := strings.TrimSuffix(event.Kind, "Notification")
	if kind == "" {
		kind = "unknown"
	}
	var body bytes.Buffer
	if err := json.Compact(&body, event.Body); err != nil {
		return "", err
	}
	return strings.TrimSpace(time.Now().Format(time.TimeOnly)+" "+event.Platform) + " " + kind + " " + body.String(), nil
}

// observe says why a request was not received, and where a notification does not fit its specification.
func (l *listener) observe(_ context.Context, d webhook.Delivery) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, field := range d.Event.Problems {
		fmt.Fprintf(l.log, "%s: %s %s\n", d.Event.Kind, field.Name, field.Message)
	}
	switch {
	case d.Duplicate:
		fmt.Fprintf(l.log, "%s %q was sent again\n", d.Event.Kind, d.Event.About)
	case d.Err != nil:
		fmt.Fprintf(l.log, "answered %d: %v\n", d.Status, d.Err)
	}
}
