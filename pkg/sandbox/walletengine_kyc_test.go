package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/kyc"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
)

// requireCase checks how the verification of somebody stands.
func (h *holder) requireCase(level walletenginecommon.KYCLevel, status walletenginecommon.KYCStatus) {
	h.Helper()
	require.Equal(h, kyc.KYCCase{KYCLevel: level, KYCStatus: status}, *must(h.KYC.QueryCase(h.Context()))(h))
	queried := must(h.KYC.Query(h.Context()))(h)
	require.Equal(h, level, queried.KYCLevel)
	require.Equal(h, status, queried.KYCStatus)
}

func TestWalletVerification(t *testing.T) {
	s := start(t)
	h, ctx := newHolder(t, s, "81234567", "Ada"), t.Context()
	h.requireCase(0, walletenginecommon.KYCStatusOk)
	raw := h.caller.do("POST", "/api/kyc/query", object{"app_id": s.WalletAppID()})
	require.Contains(t, string(raw.body), `"kyc_level":0`)
	before := must(h.KYC.Query(ctx))(t)
	require.NotEmpty(t, before.KYCVerifyURL)
	requireAmount(t, "5", before.BalanceRemainderAllowance)
	requireAmount(t, "50", before.DebitRemainderAllowance)
	for level, limit := range map[string][2]string{"L0": {"5", "50"}, "L1": {"1000", "30000"}} {
		requireAmount(t, limit[0], before.KYCLimit[level]["SGD"].MaxWalletBalance)
		requireAmount(t, limit[1], before.KYCLimit[level]["SGD"].MaxAnnualWithdrawal)
	}

	must(h.KYC.SendInvitation(ctx))(t)
	h.requireCase(0, walletenginecommon.KYCStatusProcessing)
	s.Advance(time.Second)
	must(h.KYC.SendInvitation(ctx))(t)
	s.Advance(time.Second)
	h.requireCase(1, walletenginecommon.KYCStatusOk)
	after := must(h.KYC.Query(ctx))(t)
	require.Empty(t, after.KYCVerifyURL)
	requireAmount(t, "1000", after.BalanceRemainderAllowance)
	requireAmount(t, "30000", after.DebitRemainderAllowance)
	known := must(h.Profile.Query(ctx))(t)
	require.Equal(t, "Ada", known.FirstName)
	require.Equal(t, "SG", known.Address.CountryResCode)

	must(h.KYC.SendInvitation(ctx))(t)
	h.requireCase(1, walletenginecommon.KYCStatusOk)
}

func TestWalletVerificationThatFails(t *testing.T) {
	s := start(t)
	h, ctx := newHolder(t, s, "81234567", "sandbox: reject"), t.Context()
	must(h.KYC.SendInvitation(ctx))(t)
	s.Advance(2 * time.Second)
	h.requireCase(0, walletenginecommon.KYCStatusFailed)
	must(h.Profile.Update(ctx, profile.UpdateProfileRequest{Nickname: "Ada"}))(t)
	must(h.KYC.SendInvitation(ctx))(t)
	h.requireCase(0, walletenginecommon.KYCStatusProcessing)
	s.Advance(2 * time.Second)
	h.requireCase(1, walletenginecommon.KYCStatusOk)
}
