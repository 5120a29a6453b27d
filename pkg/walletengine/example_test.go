package walletengine_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/activation"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

// A phone number becomes a wallet, and its owner signs in.
func Example() {
	ctx, server := context.Background(), serve(nil)
	defer server.Close()
	application, err := walletengine.New("86509b0699ae", client.WithBaseURL(server.URL), client.WithUnverified())
	if err != nil {
		panic(err)
	}
	defer application.Close()

	terms, err := application.Activation.TermsOfService(ctx)
	if err != nil {
		panic(err)
	}
	fmt.Println("Please accept", terms.Link[0])
	if _, err = application.Activation.Request(ctx, activation.RequestActivationRequest{
		CountryDialCode: "65", PhoneNumber: "909099999", EmailAddress: "ada@example.com",
		TosAccepted: time.Now().UTC().Format(time.DateTime),
	}); err != nil {
		panic(err)
	}
	passcode := secret.New("268471") // which the user types in
	if _, err = application.Activation.VerifyOTP(ctx, activation.VerifyActivationOTPRequest{
		CountryDialCode: "65", PhoneNumber: "909099999", Passcode: passcode,
	}); err != nil {
		panic(err)
	}

	session, err := application.SignIn(ctx, authorization.SignInRequest{
		CountryDialCode: "65", PhoneNumber: "909099999", Password: secret.New("the hash of the password"),
	})
	if err != nil {
		panic(err)
	}
	defer session.Close()
	fmt.Println(session.SignedIn.Accounts[0].AccountID, session)

	saved, err := session.Save() // the next request of the user may come to another replica
	if err != nil {
		panic(err)
	}
	restored, err := application.Restore(saved)
	if err != nil {
		panic(err)
	}
	defer restored.Close()
	me, err := restored.Profile.Query(ctx)
	switch {
	case err == nil:
		fmt.Println("Hello", me.Nickname)
	case errors.Is(err, walletengine.ErrSessionEnded):
		fmt.Println("Please sign in again")
	}
	// Output:
	// Please accept https://www.walletengine.io/tos
	// EWCV144 [redacted]
	// Hello ada
}

// The answer to a transfer is lost. The history tells that it was made.
func ExampleSession_FindTransfer() {
	ctx, server := context.Background(), serve(map[string]string{
		confirm: `<html>502 Bad Gateway</html>`,
		past: `{"total":1,"transactions":[{"id":"1042","type":"WITHDRAWAL","amount":-1.5,"fee":0,
			"transfer_details":{"ref_account_id":"XPJE343"}}]}`,
	})
	defer server.Close()
	application, err := walletengine.New("86509b0699ae", client.WithBaseURL(server.URL), client.WithUnverified())
	if err != nil {
		panic(err)
	}
	defer application.Close()
	session, err := application.SignIn(ctx, ada)
	if err != nil {
		panic(err)
	}
	defer session.Close()

	// session.PrepareTransfer gives this. Store it, and ask the user.
	prepared := &walletengine.PreparedTransfer{RecipientID: "031452503", Since: "2026-11-19"}
	amount := decimal.MustParse("1.5")

	done, err := session.Transfer.Confirm(ctx, transfer.ConfirmTransferRequest{
		RxClientID: prepared.RecipientID, Amount: amount, CurrencyCode: "SGD",
	})
	switch {
	case err == nil:
		fmt.Println("transferred", done.ID)
	case errors.Is(err, apierror.ErrAmbiguous):
		found, err := session.FindTransfer(ctx, prepared, amount)
		if err != nil {
			panic(err)
		}
		fmt.Println("found", found.ID, found.Amount)
	}
	// Output: found 1042 -1.5
}

// serve answers well, but for some paths.
func serve(other map[string]string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := other[r.URL.Path]
		if !ok {
			body = good[r.URL.Path]
		}
		_, _ = io.WriteString(w, body)
	}))
}
