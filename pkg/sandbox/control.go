package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/wallexplatform"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// controlPath is where a sandbox in another process is controlled and audited: at the address of the platforms, but no
// part of them. It needs no key, and its requests are not counted.
const controlPath = "/sandbox/"

// Payment is a payment as an auditor sees it. Whether one was made twice is to be told by something of it that the
// platform does not compare: its PaymentReference, the description or the beneficiary's nickname.
type Payment struct {
	Scope string `json:"scope"` // "partner", "account <id>" or "user <id>"
	simplepayments.SimplePayment
	PurposeOfTransferDescription string `json:"purposeOfTransferDescription"`
}

// Payments returns the payments of all scopes, oldest first.
func (s *Sandbox) Payments() []Payment {
	s.applyDue()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settleNow()
	all := []Payment{}
	s.platform.EachPayment(func(scope wallexplatform.Scope, in simplepayments.CreateSimplePaymentRequest, p simplepayments.SimplePayment) {
		all = append(all, Payment{string(scope), p, in.PurposeOfTransferDescription})
	})
	return all
}

// Audit is what GET /sandbox/books answers.
type Audit struct {
	Wrong        string       `json:"wrong"` // what [ledger.Books.Check] finds in any of the books, "" for nothing
	ledger.Books              // of Wallex
	CardBooks    ledger.Books `json:"cardBooks"`
	WalletBooks  ledger.Books `json:"walletBooks"`
	Payments     []Payment    `json:"payments"`
}

// serveControl answers the requests that control and audit the sandbox.
func (s *Sandbox) serveControl(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET /sandbox/stats":
		writeJSON(w, http.StatusOK, s.Stats())
	case "GET /sandbox/books":
		audit := Audit{Books: s.Books(), CardBooks: s.CardBooks(), WalletBooks: s.WalletBooks(), Payments: s.Payments()}
		if err := errors.Join(audit.Check(), audit.CardBooks.Check(), audit.WalletBooks.Check()); err != nil {
			audit.Wrong = err.Error()
		}
		writeJSON(w, http.StatusOK, audit)
	case "POST /sandbox/faults":
		if err := s.receiveFaults(r); err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
			return
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		writeJSON(w, http.StatusNotFound, map[string]string{"error": "there is no " + r.Method + " " + r.URL.Path})
	}
}

func (s *Sandbox) receiveFaults(r *http.Request) error {
	var faults []Fault
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody)).Decode(&faults); err != nil {
		return fmt.Errorf("the body is no list of faults: %w", err)
	}
	return s.SetFaults(faults...)
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the client may have gone
}
