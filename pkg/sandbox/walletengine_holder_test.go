package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/activation"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/walletengineservices"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// holder is somebody with a wallet, who has signed in unless the token is empty.
type holder struct {
	testing.TB
	walletengineservices.Services
	sandbox *sandbox.Sandbox
	phone   authorization.GenerateOTPRequest
	caller  *caller
	now     authorization.Session // what the last sign-in was answered with
}

// ready is the number of the user who is there from the beginning.
const ready = "909099999"

// stranger returns somebody with a phone number in Singapore, who has not signed in.
func stranger(t *testing.T, s *sandbox.Sandbox, number string) *holder {
	h := &holder{TB: t, sandbox: s, caller: &caller{t: t, sandbox: s}}
	h.phone = authorization.GenerateOTPRequest{CountryDialCode: "65", PhoneNumber: number}
	h.Services = walletengineservices.New(&operation.Caller{
		BaseURL: s.URL() + "/api", AllowUnverified: true, DecodeError: anyError,
		Transport: &validate.Transport{Base: authorized{h.caller}, Answers: validate.Enforce},
		Shared:    map[string]string{"app_id": s.WalletAppID()},
	})
	return h
}

// readyHolder returns the user who is there from the beginning, of level 1 and with 100 SGD.
func readyHolder(t *testing.T, s *sandbox.Sandbox) *holder {
	h := stranger(t, s, ready)
	h.signIn()
	return h
}

// newHolder returns somebody who has just got a wallet.
func newHolder(t *testing.T, s *sandbox.Sandbox, number, nickname string) *holder {
	h := stranger(t, s, number)
	must(h.Activation.Request(t.Context(), activation.RequestActivationRequest{
		CountryDialCode: "65", PhoneNumber: number, Nickname: nickname,
		EmailAddress: "ada@example.com", TosAccepted: "2024-03-01 11:59:00",
	}))(h)
	must(h.Activation.VerifyOTP(t.Context(), activation.VerifyActivationOTPRequest{
		CountryDialCode: "65", PhoneNumber: number, Passcode: h.passcode(number),
	}))(h)
	h.signIn()
	return h
}

// verifiedHolder returns somebody new of level 1.
func verifiedHolder(t *testing.T, s *sandbox.Sandbox, number, nickname string) *holder {
	h := newHolder(t, s, number, nickname)
	must(h.KYC.SendInvitation(t.Context()))(h)
	s.Advance(2 * time.Second)
	return h
}

func (h *holder) passcode(number string) secret.String {
	h.Helper()
	digits, ok := h.sandbox.Passcode("65", number)
	require.True(h, ok)
	require.Regexp(h, `^[0-9]{6}$`, digits)
	return secret.New(digits)
}

// signIn signs in with a passcode.
func (h *holder) signIn() {
	h.Helper()
	h.caller.token = ""
	must(h.Authorization.GenerateOTP(h.Context(), h.phone))(h)
	h.enter(authorization.SignInRequest{Passcode: h.passcode(h.phone.PhoneNumber)})
}

// enter signs in with what is given besides the phone number.
func (h *holder) enter(in authorization.SignInRequest) {
	h.Helper()
	in.CountryDialCode, in.PhoneNumber = h.phone.CountryDialCode, h.phone.PhoneNumber
	h.now = *must(h.Authorization.SignIn(h.Context(), in))(h)
	h.caller.token = "Bearer " + h.now.Token.Reveal()
}

func (h *holder) refused(code string, err error) {
	h.Helper()
	require.Equal(h, http.StatusInternalServerError, requireRefused(h, code, err).Status)
}

// requireBalances checks what is available, and what is blocked.
func (h *holder) requireBalances(available, blocked string) {
	h.Helper()
	state := must(h.KYC.Query(h.Context()))(h)
	requireAmount(h.caller.t, available, state.AvailableBalance)
	requireAmount(h.caller.t, blocked, state.BlockedBalance)
	total, _ := state.AvailableBalance.Add(state.BlockedBalance)
	requireAmount(h.caller.t, total.String(), state.TotalBalance)
}
