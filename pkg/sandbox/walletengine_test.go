package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/activation"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestActivation(t *testing.T) {
	s := start(t)
	h, ctx := stranger(t, s, "81234567"), t.Context()
	require.NotEmpty(t, must(h.Activation.TermsOfService(ctx))(t).Link)
	verify := activation.VerifyActivationOTPRequest{CountryDialCode: "65", PhoneNumber: "81234567", Passcode: secret.New("123")}
	h.refused("invalid_arguments", second(h.Activation.VerifyOTP(ctx, verify)))

	request := activation.RequestActivationRequest{CountryDialCode: "65", PhoneNumber: "81234567", Nickname: "Ada"}
	must(h.Activation.Request(ctx, request))(t)
	h.refused("invalid_passcode", second(h.Activation.VerifyOTP(ctx, verify)))
	verify.Passcode = h.passcode("81234567")
	s.Advance(5 * time.Minute)
	h.refused("invalid_passcode", second(h.Activation.VerifyOTP(ctx, verify)))
	must(h.Activation.Request(ctx, request))(t)
	verify.Passcode = h.passcode("81234567")
	require.True(t, must(h.Activation.VerifyOTP(ctx, verify))(t).Valid)

	h.refused("invalid_arguments", second(h.Activation.VerifyOTP(ctx, verify)))
	h.refused("invalid_arguments", second(h.Activation.Request(ctx, request)))
	h.signIn()
	require.Equal(t, authorization.SignedInProfile{
		ClientID: "000000003", KYCStatus: walletenginecommon.KYCStatusOk,
		CountryDialCode: "65", PhoneNumber: "81234567", Nickname: "Ada",
	}, h.now.Profile)
	require.Len(t, h.now.Accounts, 1)
	require.Equal(t, "USER003", h.now.Accounts[0].AccountID)
	requireAmount(t, "0", h.now.Accounts[0].AvailableBalance)
}

// Somebody else takes the number, as a new one, while its activation is under way.
func TestActivationOfANumberThatIsTaken(t *testing.T) {
	s := start(t)
	h, other := readyHolder(t, s), stranger(t, s, "81234567")
	must(h.Authorization.VerifyPhoneNumber(t.Context(), authorization.VerifyPhoneNumberRequest(other.phone)))(t)
	must(other.Activation.Request(t.Context(), activation.RequestActivationRequest{CountryDialCode: "65", PhoneNumber: "81234567"}))(t)
	update := profile.UpdateProfileRequest{CountryDialCode: "65", PhoneNumber: "81234567", Passcode: h.passcode("81234567")}
	must(h.Profile.Update(t.Context(), update))(t)
	must(other.Authorization.GenerateOTP(t.Context(), other.phone))(t)
	other.refused("invalid_arguments", second(other.Activation.VerifyOTP(t.Context(), activation.VerifyActivationOTPRequest{
		CountryDialCode: "65", PhoneNumber: "81234567", Passcode: h.passcode("81234567"),
	})))
}

func TestOtherApplication(t *testing.T) {
	c := &caller{t: t, sandbox: start(t)}
	answer := c.do(http.MethodPost, "/api/profile/tos", object{"app_id": "5db2a50be7626"})
	require.Equal(t, http.StatusInternalServerError, answer.status)
	require.JSONEq(t, `{"code":500,"error":"invalid_arguments","message":"The request is not valid: app_id must be that of an application"}`, string(answer.body))
}
