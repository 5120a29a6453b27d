// Package progress shows how far a long piece of work has come: a bar with rate and time left on a terminal, and plain
// lines elsewhere.
package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// interval is how often the bar is drawn at most.
const interval = 100 * time.Millisecond

// width is how many characters the bar itself has.
const width = 30

// Progress counts pieces of work. It is safe for concurrent use.
type Progress struct {
	w        io.Writer
	terminal bool

	mu          sync.Mutex
	title       string
	done, total int
	began       time.Time
	drawn       time.Time
}

// New returns a progress that writes to w: a bar where that is a terminal.
func New(w io.Writer, terminal bool) *Progress { return &Progress{w: w, terminal: terminal} }

// Begin begins to count to a total.
func (p *Progress) Begin(title string, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.title, p.done, p.total, p.began, p.drawn = title, 0, total, time.Now(), time.Time{}
	if p.terminal {
		p.draw()
	} else {
		fmt.Fprintf(p.w, "%s: %d to go\n", title, total)
	}
}

// Done counts one more, and says what it was where there is no bar.
func (p *Progress) Done(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	switch {
	case !p.terminal:
		fmt.Fprintf(p.w, "%s: %d/%d %s\n", p.title, p.done, p.total, what)
	case time.Since(p.drawn) >= interval:
		p.draw()
	}
}

// End leaves the bar as it is, and the cursor on the next line.
func (p *Progress) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal {
		p.draw()
		fmt.Fprintln(p.w)
	}
}

// draw draws the bar over the one before. The caller holds p.mu.
func (p *Progress) draw() {
	p.drawn = time.Now()
	full := width
	if p.total > 0 {
		full = width * p.done / p.total
	}
	const clearLine = "\r\x1b[K"
	fmt.Fprintf(p.w, "%s%s [%s%s] %d/%d%s", clearLine, p.title,
		strings.Repeat("#", full), strings.Repeat(".", width-full), p.done, p.total, p.pace())
}

// pace returns the rate and the time left, as soon as they can be told.
func (p *Progress) pace() string {
	passed := time.Since(p.began)
	if p.done == 0 || passed < time.Second {
		return ""
	}
	each := passed / time.Duration(p.done)
	left := (each * time.Duration(p.total-p.done)).Round(time.Second)
	return fmt.Sprintf(", %.1f/s, %s left", float64(p.done)/passed.Seconds(), left)
}
