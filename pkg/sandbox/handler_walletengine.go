package sandbox

import "github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/walletengine"

// walletHandlers are those of Wallet Engine.
func walletHandlers(p *walletengine.Platform) map[string]handler {
	return map[string]handler{
		"requestActivation":      walletTyped(p.RequestActivation),
		"retrieveTermsOfService": walletTyped(p.RetrieveTermsOfService),
		"verifyActivationOtp":    walletTyped(p.VerifyActivationOTP),

		"generateOtp":       walletTyped(p.GenerateOTP),
		"signIn":            walletTyped(p.SignIn),
		"verifyPhoneNumber": walletTyped(p.VerifyPhoneNumber),

		"queryProfile":  walletTyped(p.QueryProfile),
		"updateProfile": walletTyped(p.UpdateProfile),

		"queryKyc":          walletTyped(p.QueryKYC),
		"queryKycCase":      walletTyped(p.QueryKYCCase),
		"sendKycInvitation": walletTyped(p.SendKYCInvitation),

		"queryHistory": walletTyped(p.QueryHistory),

		"createRapydCheckout": walletTyped(p.CreateRapydCheckout),
		"listTopupChannels":   walletTyped(p.ListTopupChannels),
		"queryTopup":          walletTyped(p.QueryTopup),
		"topupByBank":         walletTyped(p.TopupByBank),

		"listWithdrawalChannels": walletTyped(p.ListWithdrawalChannels),
		"queryWithdrawal":        walletTyped(p.QueryWithdrawal),
		"withdrawToBank":         walletTyped(p.WithdrawToBank),

		"confirmTransfer": walletTyped(p.ConfirmTransfer),
		"queryTransfer":   walletTyped(p.QueryTransfer),
		"verifyTransfer":  walletTyped(p.VerifyTransfer),
	}
}

// walletTyped makes a handler of a method of Wallet Engine. In is struct{} where the operation takes the id of the
// application only.
func walletTyped[In, Out any](serve func(walletengine.Call, In) (Out, error)) handler {
	return decoded(func(c *call, in In) (any, error) {
		return serve(walletengine.Call{Now: c.now, User: c.user}, in)
	})
}
