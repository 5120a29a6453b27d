package main

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// receiverTask is where the receiver notes what it has handled: a line with the key of each notification.
type receiverTask struct{ Notes string }

// receive is the role of the receiver of the notifications. It takes over a listener from the process that started it, so
// that the address outlives the receiver.
func receive(ctx context.Context, task receiverTask) error {
	listener, err := net.FileListener(os.NewFile(3, "listener"))
	if err != nil {
		return err
	}
	notes, err := openNotes(task.Notes)
	if err != nil {
		return err
	}
	handler, err := webhook.New(notes.write, webhook.WithSecret(webhookHeader, secret.New(webhookSecret)), webhook.WithStore(notes))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// notes are a store of notifications that outlives its process: what one handled, the next one does not handle again. To
// handle a notification is to write it down, which is one write to the file: it has happened or it has not.
type notes struct {
	*webhook.Memory
	before map[string]bool
	file   *os.File
}

func openNotes(name string) (*notes, error) {
	file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	n := &notes{webhook.NewMemory(time.Hour, 1_000_000), map[string]bool{}, file}
	keys, err := readNotes(name)
	for _, key := range keys {
		n.before[key] = true
	}
	return n, err
}

// readNotes returns the keys of the notifications that were handled, in their order.
func readNotes(name string) (keys []string, err error) {
	text, err := os.ReadFile(name)
	for line := range bytes.Lines(text) {
		keys = append(keys, string(bytes.TrimSpace(line)))
	}
	return keys, err
}

// Begin claims a notification unless this or an earlier process has handled it.
func (n *notes) Begin(ctx context.Context, key string) (bool, error) {
	if n.before[key] {
		return true, nil
	}
	return n.Memory.Begin(ctx, key)
}

// write handles a notification.
func (n *notes) write(_ context.Context, event webhook.Event) error {
	_, err := n.file.WriteString(event.Key + "\n")
	return err
}
