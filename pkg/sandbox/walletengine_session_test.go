package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestSignInToWallet(t *testing.T) {
	s := start(t)
	h, ctx := stranger(t, s, ready), t.Context()
	_, ok := s.Passcode("65", ready)
	require.False(t, ok, "none was sent")
	must(h.Authorization.GenerateOTP(ctx, h.phone))(t)
	passcode := authorization.SignInRequest{CountryDialCode: "65", PhoneNumber: ready, Passcode: secret.New("268471")}
	h.enter(passcode)
	require.Equal(t, "931917458", h.now.Profile.ClientID)
	require.EqualValues(t, 1, h.now.Profile.KYCLevel)
	require.Equal(t, "EWCV144", h.now.Accounts[0].AccountID)
	requireAmount(t, "100", h.now.Accounts[0].AvailableBalance)

	signIn := func(in authorization.SignInRequest) error { return second(h.Authorization.SignIn(ctx, in)) }
	h.refused("invalid_passcode", signIn(passcode))
	must(h.Authorization.GenerateOTP(ctx, h.phone))(t)
	s.Advance(5 * time.Minute)
	h.refused("invalid_passcode", signIn(passcode))
	both := passcode
	both.Password = secret.New("hash")
	h.refused("invalid_arguments", signIn(both))
	h.refused("invalid_arguments", signIn(authorization.SignInRequest{CountryDialCode: "65", PhoneNumber: ready}))
	nobody := stranger(t, s, "81234567")
	must(nobody.Authorization.GenerateOTP(ctx, nobody.phone))(t)
	h.refused("invalid_user_authorize", signIn(authorization.SignInRequest{
		CountryDialCode: "65", PhoneNumber: "81234567", Passcode: h.passcode("81234567"),
	}))
}

func TestWalletPassword(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	password := func(hash string) authorization.SignInRequest {
		return authorization.SignInRequest{CountryDialCode: "65", PhoneNumber: ready, Password: secret.New(hash)}
	}
	h.refused("invalid_user_authorize", second(h.Authorization.SignIn(ctx, password("hash"))))
	must(h.Profile.Update(ctx, profile.UpdateProfileRequest{Password: secret.New("hash")}))(t)
	must(h.Profile.Query(ctx))(t)
	h.refused("invalid_user_authorize", second(h.Authorization.SignIn(ctx, password("HASH"))))
	h.enter(password("hash"))

	must(h.Profile.Update(ctx, profile.UpdateProfileRequest{Password: secret.New("other")}))(t)
	h.refused("invalid_user_authorize", second(h.Profile.Query(ctx)))
	h.refused("invalid_user_authorize", second(h.Authorization.SignIn(ctx, password("hash"))))
	h.enter(password("other"))
}

func TestTokensOfWalletEngine(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	works := func() error { return second(h.Profile.Query(ctx)) }
	for range 3 {
		s.Advance(7*24*time.Hour - time.Second)
		require.NoError(t, works(), "every call puts the end off")
	}
	s.Advance(7 * 24 * time.Hour)
	h.refused("invalid_user_authorize", works())

	h.caller.token = ""
	must(h.Authorization.GenerateOTP(ctx, h.phone))(t)
	h.enter(authorization.SignInRequest{Passcode: h.passcode(ready), MaxInactiveTime: 10})
	s.Advance(10*time.Minute - time.Second)
	require.NoError(t, works())
	h.caller.token = h.now.Token.Reveal()
	h.refused("invalid_user_authorize", works())
	h.caller.token = "Bearer unknown"
	h.refused("invalid_user_authorize", second(h.Authorization.GenerateOTP(ctx, h.phone)))
	h.caller.token = ""
	h.refused("invalid_user_authorize", works())
}

func TestWalletProfile(t *testing.T) {
	s := start(t)
	h, ctx := newHolder(t, s, "81234567", "Ada"), t.Context()
	require.Equal(t, profile.Profile{
		Nickname: "Ada", CountryDialCode: "65", PhoneNumber: "81234567", EmailAddress: "ada@example.com",
		TosAccepted: "2024-03-01 11:59:00",
	}, *must(h.Profile.Query(ctx))(t))
	must(h.Profile.Update(ctx, profile.UpdateProfileRequest{Nickname: "Countess"}))(t)
	must(h.Profile.Update(ctx, profile.UpdateProfileRequest{EmailAddress: "a@example.com", TosAccepted: "2024-03-02 00:00:00"}))(t)
	require.Equal(t, profile.Profile{
		Nickname: "Countess", CountryDialCode: "65", PhoneNumber: "81234567", EmailAddress: "a@example.com",
		TosAccepted: "2024-03-02 00:00:00",
	}, *must(h.Profile.Query(ctx))(t))
}

func TestChangeOfPhoneNumber(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	to := authorization.GenerateOTPRequest{CountryDialCode: "84", PhoneNumber: "0901234567"}
	update := func(in profile.UpdateProfileRequest) error { return second(h.Profile.Update(ctx, in)) }
	change := profile.UpdateProfileRequest{
		CountryDialCode: to.CountryDialCode, PhoneNumber: to.PhoneNumber, Passcode: secret.New("123"), Nickname: "changed",
	}
	h.refused("invalid_arguments", update(change))
	h.refused("invalid_arguments", second(h.Authorization.VerifyPhoneNumber(ctx, authorization.VerifyPhoneNumberRequest(h.phone))))

	must(h.Authorization.VerifyPhoneNumber(ctx, authorization.VerifyPhoneNumberRequest(to)))(t)
	h.refused("invalid_passcode", update(change))
	must(h.Authorization.GenerateOTP(ctx, to))(t)
	h.refused("invalid_passcode", update(change))
	digits, _ := s.Passcode("84", "0901234567")
	change.Passcode = secret.New(digits)
	h.refused("invalid_arguments", update(profile.UpdateProfileRequest{PhoneNumber: to.PhoneNumber, Passcode: change.Passcode}))
	require.NotEqual(t, "changed", must(h.Profile.Query(ctx))(t).Nickname, "all or nothing is changed")
	require.NoError(t, update(change))
	changed := must(h.Profile.Query(ctx))(t)
	require.EqualValues(t, to.CountryDialCode, changed.CountryDialCode)
	require.EqualValues(t, to.PhoneNumber, changed.PhoneNumber)
	require.Equal(t, "changed", changed.Nickname)
	h.refused("invalid_arguments", update(change))
}

// Two users have verified the same new number. The first one to confirm it gets it.
func TestPhoneNumberThatTwoWant(t *testing.T) {
	s := start(t)
	first, rival := readyHolder(t, s), newHolder(t, s, "81234567", "Ada")
	to := authorization.GenerateOTPRequest{CountryDialCode: "65", PhoneNumber: "87654321"}
	confirm := func(h *holder) error {
		must(h.Authorization.GenerateOTP(t.Context(), to))(t)
		return second(h.Profile.Update(t.Context(), profile.UpdateProfileRequest{
			CountryDialCode: "65", PhoneNumber: "87654321", Passcode: h.passcode("87654321"),
		}))
	}
	for _, h := range []*holder{first, rival} {
		must(h.Authorization.VerifyPhoneNumber(t.Context(), authorization.VerifyPhoneNumberRequest(to)))(t)
	}
	require.NoError(t, confirm(first))
	rival.refused("invalid_arguments", confirm(rival))
}
