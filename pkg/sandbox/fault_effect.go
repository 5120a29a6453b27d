package sandbox

import (
	"bytes"
	"maps"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// effect is what a kind of fault does to a request.
type effect struct {
	after  bool // what was asked for is done first
	answer func(*strike)
	fits   func(*spec.Operation, Fault) bool // whether it can strike an operation; nil for any
}

// strike is a fault that has chosen a request.
type strike struct {
	*Sandbox
	fault Fault
	call  *call
	w     http.ResponseWriter
	lost  recorded // the answer that the client does not get, where what it asked for is done first
}

var effects = map[FaultKind]effect{
	DropBefore:        {answer: (*strike).drop},
	DropAfter:         {answer: (*strike).drop, after: true},
	ErrorBefore:       {answer: failWith(http.StatusInternalServerError, "internal_server_error")},
	ErrorAfter:        {answer: failWith(http.StatusInternalServerError, "internal_server_error"), after: true},
	UnavailableBefore: {answer: failWith(http.StatusServiceUnavailable, "service_unavailable")},
	UnavailableAfter:  {answer: failWith(http.StatusServiceUnavailable, "service_unavailable"), after: true},
	BadGatewayBefore:  {answer: (*strike).page},
	BadGatewayAfter:   {answer: (*strike).page, after: true},
	HangBefore:        {answer: (*strike).hang},
	HangAfter:         {answer: (*strike).hang, after: true},
	TooManyRequests:   {answer: failWith(http.StatusTooManyRequests, "rate_limit_exceeded")},
	TruncateAnswer:    {answer: (*strike).truncate, after: true, fits: hasAnswer},
	ApplyLate:         {answer: (*strike).hold, fits: canBeLate},
	LagListing:        {answer: (*strike).lag, fits: isListing},
}

func hasAnswer(op *spec.Operation, _ Fault) bool { return !op.Empty }

func canBeLate(op *spec.Operation, f Fault) bool {
	return !op.RepeatsSafely() && (f.Delay > 0 || op.Retry.Find.Operation != "")
}

func isListing(op *spec.Operation, _ Fault) bool {
	return op.Platform == "wallex" && (strings.HasPrefix(op.ID, "find") || strings.HasPrefix(op.ID, "list"))
}

// strike lets a fault happen to a request.
func (s *Sandbox) strike(fault Fault, w http.ResponseWriter, c *call) {
	struck, effect := &strike{Sandbox: s, fault: fault, call: c, w: w}, effects[fault.Kind]
	if fault.Kind != LagListing { // which counts what it hides something of
		s.stats.struck(fault.Kind, nameOf(c.op))
	}
	if effect.after {
		s.respond(&struck.lost, c)
	}
	effect.answer(struck)
}

// drop cuts the connection.
func (*strike) drop() { panic(http.ErrAbortHandler) }

// hang waits for the client to give up.
func (st *strike) hang() {
	<-st.call.request.Context().Done()
	st.drop()
}

// failWith answers with a status, in the platform's envelope.
func failWith(status int, code string) func(*strike) {
	return func(st *strike) {
		_, body := st.call.service.refuse(&refusal.Error{Status: status, Code: code, Message: "A fault of the sandbox"})
		if status == http.StatusTooManyRequests {
			st.w.Header().Set("Retry-After", strconv.FormatFloat(math.Ceil(st.fault.delay().Seconds()), 'f', 0, 64))
		}
		write(st.w, status, st.call.seal(st.w.Header(), body))
	}
}

// page answers as a gateway does that gets no answer itself.
func (st *strike) page() {
	st.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	st.w.WriteHeader(http.StatusBadGateway)
	_, _ = st.w.Write([]byte("<html><body><h1>502 Bad Gateway</h1></body></html>\n")) // the client may have gone
}

// truncate sends the first half of the answer and cuts the connection.
func (st *strike) truncate() {
	body := st.lost.body.Bytes()
	maps.Copy(st.w.Header(), st.lost.header)
	st.w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	st.w.WriteHeader(st.lost.status)
	_, _ = st.w.Write(body[:len(body)/2])
	_ = http.NewResponseController(st.w).Flush() // or else the end of the handler takes the first half back
	st.drop()
}

// lag answers without what is too young.
func (st *strike) lag() {
	hidden := false
	st.call.hides = func(created time.Time) bool {
		young := st.call.now.Sub(created) < st.fault.delay()
		hidden = hidden || young
		return young
	}
	st.respond(&st.lost, st.call)
	if hidden {
		st.stats.struck(st.fault.Kind, nameOf(st.call.op))
	}
	maps.Copy(st.w.Header(), st.lost.header)
	st.w.WriteHeader(st.lost.status)
	_, _ = st.w.Write(st.lost.body.Bytes())
}

// recorded is an answer that is not sent, or not as it is.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header returns the headers of the answer.
func (r *recorded) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

// WriteHeader keeps the status.
func (r *recorded) WriteHeader(status int) { r.status = status }

// Write keeps the body.
func (r *recorded) Write(data []byte) (int, error) { return r.body.Write(data) }
