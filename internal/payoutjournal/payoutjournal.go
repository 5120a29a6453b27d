// Package payoutjournal keeps a journal of payments on disk, a line of JSON for each step.
//
// It is locked against a second process, and synced to the disk before a request is sent that changes something. So
// whatever kills the program, the journal names every payment that there may be.
package payoutjournal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

var (
	// ErrLocked says that another process has the journal.
	ErrLocked = errors.New("another process is working on this file")
	// ErrElsewhere says that a journal is about another platform, account or user.
	ErrElsewhere = errors.New("the journal was begun elsewhere")
	// ErrBroken says that the journal cannot be written. Nothing is sent from then on.
	ErrBroken = errors.New("the journal cannot be written")
)

// Journal is a journal that is open for writing. It is a [payout.Journal], and safe for concurrent use.
type Journal struct {
	// Content is what it said when it was opened.
	Content

	lock *flock.Flock
	file *os.File
	rows map[string]string

	mu     sync.Mutex
	broken error
}

var _ payout.Journal = (*Journal)(nil)

// Open locks the journal at path and reads it, or begins one with the header. Rows are the hashes of the rows, by
// reference. It fails with [ErrLocked] where another process has the journal, and with [ErrElsewhere] where it has
// another header. The lock is a file beside it, which stays there; it ends with the process at the latest.
func Open(path string, header Header, rows map[string]string) (*Journal, error) {
	lock := flock.New(path + ".lock")
	switch locked, err := lock.TryLock(); {
	case err != nil:
		return nil, err
	case !locked:
		return nil, ErrLocked
	}
	j := &Journal{lock: lock, rows: rows}
	if err := j.open(path, header); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

func (j *Journal) open(path string, header Header) (err error) {
	if j.Content, err = Read(path, header); err != nil {
		return err
	}
	if j.file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600); err != nil {
		return err
	}
	if err := j.file.Truncate(j.whole); err != nil {
		return err
	}
	if _, err := j.file.Seek(j.whole, 0); err != nil {
		return err
	}
	if j.whole > 0 {
		return nil
	}
	header.Version = version
	header.Begun = time.Now().UTC().Truncate(time.Second)
	j.Header = header
	if err := j.write(header, true); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the name of a new file last. Systems that cannot sync a folder need not.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = folder.Sync()
	return folder.Close()
}

// Before writes that a request is about to be sent, and returns when that is on the disk.
func (j *Journal) Before(_ context.Context, entry payout.Entry) error {
	return j.write(j.line(entry, true), true)
}

// After writes what became of a step. Quotes commit to nothing and are left out.
func (j *Journal) After(_ context.Context, entry payout.Entry) error {
	if entry.Step == payout.StepQuote {
		return nil
	}
	return j.write(j.line(entry, false), false)
}

// Close syncs the journal, closes it and ends the lock.
func (j *Journal) Close() error {
	var err error
	if j.file != nil {
		err = errors.Join(j.file.Sync(), j.file.Close())
	}
	return errors.Join(err, j.lock.Close())
}

func (j *Journal) line(entry payout.Entry, sending bool) line {
	l := line{
		Time: time.Now().UTC(), Reference: entry.Reference, Row: j.rows[entry.Reference],
		Step: entry.Step, Sending: sending, ID: entry.ID, Status: entry.Status,
		Cost: entry.Price.Cost, Bought: entry.Price.Bought, Outcome: entry.Outcome,
	}
	if entry.Err != nil {
		l.Error = entry.Err.Error()
		l.NotDone = entry.Step == payout.StepCreate && notDone(entry.Err)
	}
	return l
}

// write appends a line. Once that has failed, a part of a line may be there, which nothing may follow.
func (j *Journal) write(value any, synced bool) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	j.mu.Lock()
	if j.broken == nil {
		_, err := j.file.Write(append(text, '\n'))
		j.fail(err)
	}
	err = j.broken
	j.mu.Unlock()
	if err != nil || !synced {
		return err
	}
	if err = j.file.Sync(); err == nil { // several at once share the work of the disk
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.fail(err)
	return j.broken
}

// fail takes notice of an error. The caller holds j.mu.
func (j *Journal) fail(err error) {
	if err != nil && j.broken == nil {
		j.broken = fmt.Errorf("%w: %w", ErrBroken, err)
	}
}
