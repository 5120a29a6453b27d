package api_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/kyc"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/topup"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/withdrawal"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecards/cards"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// appID is the application that every request names.
func appID(call func(context.Context, *operation.Caller) (any, error)) reader {
	return answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		named := *c
		named.Shared = map[string]string{"app_id": "86509b0699ae"}
		return call(ctx, &named)
	})
}

func TestContradictionsOfWalletEngine(t *testing.T) {
	user := appID(func(ctx context.Context, c *operation.Caller) (any, error) { return profile.New(c).Query(ctx) })
	session := appID(func(ctx context.Context, c *operation.Caller) (any, error) {
		return authorization.New(c).SignIn(ctx, authorization.SignInRequest{CountryDialCode: "65", PhoneNumber: "909099999", Passcode: secret.New("012345")})
	})
	level := appID(func(ctx context.Context, c *operation.Caller) (any, error) { return kyc.New(c).Query(ctx) })
	state := appID(func(ctx context.Context, c *operation.Caller) (any, error) { return kyc.New(c).QueryCase(ctx) })
	topups := appID(func(ctx context.Context, c *operation.Caller) (any, error) { return topup.New(c).Query(ctx) })
	withdrawals := appID(func(ctx context.Context, c *operation.Caller) (any, error) { return withdrawal.New(c).Query(ctx) })
	transactions := appID(func(ctx context.Context, c *operation.Caller) (any, error) {
		return items(history.New(c).Query(ctx, history.QueryHistoryRequest{}))
	})
	recipient := appID(func(ctx context.Context, c *operation.Caller) (any, error) {
		return transfer.New(c).Verify(ctx, transfer.VerifyTransferRequest{CountryDialCode: "65", PhoneNumber: "909099999"})
	})
	card := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return cards.New(c).Retrieve(ctx, "7f2c9a41")
	})
	updated := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return nil, cards.New(c).UpdateStatus(ctx, cards.UpdateCardStatusRequest{CardToken: "7f2c9a41", Status: "active"})
	})

	requireRead(t, []contradiction{
		{"phone number as strings or numbers", user, []string{
			`{"country_dial_code":"65","phone_number":"909099999"}`,
			`{"country_dial_code":65,"phone_number":909099999}`,
		}, &profile.Profile{CountryDialCode: "65", PhoneNumber: "909099999"}},
		{"phone number of a sign-in as strings or numbers", session, []string{
			`{"token":"t","profile":{"client_id":"031452503","country_dial_code":"65","phone_number":"909099999"}}`,
			`{"token":"t","profile":{"client_id":"031452503","country_dial_code":65,"phone_number":909099999}}`,
		}, &authorization.Session{Token: secret.New("t"), Profile: authorization.SignedInProfile{
			ClientID: "031452503", CountryDialCode: "65", PhoneNumber: "909099999",
		}}},
		{"KYC level as a number or with a letter", level, []string{
			`{"kyc_level":1,"kyc_status":"OK","available_balance":30}`,
			`{"kyc_level":"1","kyc_status":"OK","available_balance":30}`,
			`{"kyc_level":"L1","kyc_status":"OK","available_balance":"30"}`,
		}, &kyc.KYC{KYCLevel: 1, KYCStatus: "OK", AvailableBalance: decimal.MustParse("30")}},
		{"KYC level of a case as a number or with a letter", state, []string{
			`{"kyc_level":1,"kyc_status":"L1r"}`,
			`{"kyc_level":"L1","kyc_status":"L1r"}`,
		}, &kyc.KYCCase{KYCLevel: 1, KYCStatus: "L1r"}},
		{"KYC level of a sign-in as a number or with a letter", session, []string{
			`{"token":"t","profile":{"client_id":"1","kyc_level":0,"kyc_status":"OK"}}`,
			`{"token":"t","profile":{"client_id":"1","kyc_level":"L0","kyc_status":"OK"}}`,
		}, &authorization.Session{Token: secret.New("t"), Profile: authorization.SignedInProfile{ClientID: "1", KYCStatus: "OK"}}},
		{"KYC level and balance of a top-up in two forms", topups, []string{
			`{"kyc":{"kyc_level":1,"kyc_status":"OK","balance":10}}`,
			`{"kyc":{"kyc_level":"L1","kyc_status":"OK","balance":"10"},"channels_available":null}`,
		}, &topup.TopupOptions{KYC: walletenginecommon.Allowances{KYCLevel: 1, KYCStatus: "OK", Balance: decimal.MustParse("10")}}},
		{"KYC level and balance of a withdrawal in two forms", withdrawals, []string{
			`{"kyc":{"kyc_level":1,"kyc_status":"L1x","balance":10},"debit_allowed":5}`,
			`{"kyc":{"kyc_level":"L1","kyc_status":"L1x","balance":"10"},"debit_allowed":"5"}`,
		}, &withdrawal.WithdrawalOptions{
			KYC:          walletenginecommon.Allowances{KYCLevel: 1, KYCStatus: "L1x", Balance: decimal.MustParse("10")},
			DebitAllowed: decimal.MustParse("5"),
		}},
		{"a transaction without state and transfer, absent or null", transactions, []string{
			`{"total":100,"transactions":[{"id":"1038","type":"WITHDRAWAL","amount":-10}]}`,
			`{"total":100,"transactions":[{"id":"1038","type":"WITHDRAWAL","amount":"-10","state":null,"transfer_details":null}]}`,
		}, []history.Transaction{{ID: "1038", Type: history.TransactionTypeWithdrawal, Amount: decimal.MustParse("-10")}}},
		{"a profile before the verification, absent or null", user, []string{
			`{"nickname":"n"}`,
			`{"nickname":"n","first_name":null,"birth_date":null,"address":null,"phone_number":null,"country_nat_code":null}`,
		}, &profile.Profile{Nickname: "n"}},
		{"names of a card in two spellings", card, []string{
			`{"card_token":"7f2c9a41","status":"active","access_status":"open"}`,
			`{"CardToken":"7f2c9a41","Status":"active","AccessStatus":"open"}`,
		}, &cards.Card{CardToken: "7f2c9a41", Status: "active", AccessStatus: "open"}},
		{"an answer of null", updated, []string{`null`, `{}`, ``}, nil},

		// Where the sides are different values, each is read as it is.
		{"times without a zone", transactions, []string{`{"transactions":[{"id":"1","type":"x","creation_date":"2019-12-11 19:18:38"}]}`},
			[]history.Transaction{{ID: "1", Type: "x", CreationDate: "2019-12-11 19:18:38"}}},
		{"an id that begins with zero", recipient, []string{`{"client_id":"031452503"}`}, &transfer.Recipient{ClientID: "031452503"}},
		{"limits by level, whichever it is", level, []string{
			`{"kyc_level":0,"kyc_status":"OK","kyc_limit":{"L0":{"SGD":{"max_wallet_balance":5,"max_annual_withdrawal":"50"}}}}`,
		}, &kyc.KYC{KYCStatus: "OK", KYCLimit: kyc.KYCLimits{"L0": {"SGD": {
			MaxWalletBalance: decimal.MustParse("5"), MaxAnnualWithdrawal: decimal.MustParse("50"),
		}}}}},
	})
}

// The documentation calls digits numbers, and its examples are strings: a string keeps leading zeros.
func TestSentFormsOfWalletEngine(t *testing.T) {
	requireSent(t, []sending{
		{"a sign-in", appID(func(ctx context.Context, c *operation.Caller) (any, error) {
			return authorization.New(c).SignIn(ctx, authorization.SignInRequest{
				CountryDialCode: "65", PhoneNumber: "009099999", Passcode: secret.New("012345"),
			})
		}), `POST /authorize/signin {"app_id":"86509b0699ae","country_dial_code":"65","passcode":"012345","phone_number":"009099999"}`},
		{"a passcode, where the documentation spells otp and opt", appID(func(ctx context.Context, c *operation.Caller) (any, error) {
			return authorization.New(c).GenerateOTP(ctx, authorization.GenerateOTPRequest{CountryDialCode: "65", PhoneNumber: "909099999"})
		}), `POST /authorize/otp/generate {"app_id":"86509b0699ae","country_dial_code":"65","phone_number":"909099999"}`},
		{"a new phone number", appID(func(ctx context.Context, c *operation.Caller) (any, error) {
			return profile.New(c).Update(ctx, profile.UpdateProfileRequest{
				CountryDialCode: "65", PhoneNumber: "909099999", Passcode: secret.New("012345"),
			})
		}), `POST /profile/update {"app_id":"86509b0699ae","country_dial_code":"65","passcode":"012345","phone_number":"909099999"}`},
		{"terms accepted at a time without a zone", appID(func(ctx context.Context, c *operation.Caller) (any, error) {
			return profile.New(c).Update(ctx, profile.UpdateProfileRequest{TosAccepted: "2021-09-20 10:50:59"})
		}), `POST /profile/update {"app_id":"86509b0699ae","tos_accepted":"2021-09-20 10:50:59"}`},
		{"dates without a time", appID(func(ctx context.Context, c *operation.Caller) (any, error) {
			return items(history.New(c).Query(ctx, history.QueryHistoryRequest{DateFrom: "2021-05-31", DateTo: "2021-09-10"}))
		}), `POST /history/query {"app_id":"86509b0699ae","date_from":"2021-05-31","date_to":"2021-09-10"}`},
	})
}

// The documented history has fewer transactions than its total says: the listing ends nevertheless.
func TestHistoryEnds(t *testing.T) {
	caller := answering(t, `{"total":100,"transactions":[{"id":"1039","type":"DEPOSIT"},{"id":"1038","type":"WITHDRAWAL"}]}`, nil)
	caller.Shared = map[string]string{"app_id": "86509b0699ae"}
	var ids []string
	for transaction, err := range history.New(caller).QueryAll(t.Context(), history.QueryHistoryRequest{}) {
		require.NoError(t, err)
		ids = append(ids, transaction.ID)
	}
	require.Equal(t, []string{"1039", "1038"}, ids)
}
